import { beforeAll, expect, it } from "vitest";
import { newInteractionId } from "@/lib/telemetry/interaction-id";
import type { Reason } from "@/lib/telemetry/interaction-mark";
import { createClient, mountBeforeAll } from "@/lib/testing/api";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { interactionEvent } from "@/lib/testing/interactions";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { listRequests } from "./queries/requests";

let workspace: TestWorkspace;
const mount = mountBeforeAll();

beforeAll(async () => {
  workspace = await createTestWorkspace();
});

it("lists the variant of requests that an experiment answered", async () => {
  const prompt = await createLivePrompt(workspace.owner, "variants/listed");
  await startTestExperiment(workspace.owner, prompt);
  const event = (id: string, version: number, reason: Reason) =>
    interactionEvent(id, { interactionId: newInteractionId(reason), prompt, version, userId: id });
  const events = [event("a", 1, "experiment"), event("b", 2, "experiment"), event("c", 1, "release")];
  const manage = createClient(mount.send, workspace.manageKey);
  expect((await manage.post("/events", { events })).body).toMatchObject({ accepted: 3 });
  const { items } = await listRequests(workspace.owner, { limit: 10, prompt });
  expect(Object.fromEntries(items.map(({ id, variant }) => [id, variant]))).toEqual({
    a: "control",
    b: "candidate",
    c: null,
  });
});
