import { randomUUID } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { type Client, chatContent, createClient, mountBeforeAll } from "@/lib/testing/api";
import { keepInStore } from "@/lib/testing/event-store";
import { interactionsBefore } from "@/lib/testing/interactions";
import { rollUpAll } from "@/lib/testing/roll-up";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { getInteractionOrThrow } from "./queries/interactions";
import { countUses, getReach } from "./queries/uses";
import { getVersionReach } from "./queries/version-reach";

let workspace: TestWorkspace;
const mount = mountBeforeAll();
let manage: Client;
let promptId = "";
// Older than what waits for ClickHouse: the events of other tests delay the time up to which it is read.
const now = Date.now() - 3_600_000;
const { at, interaction } = interactionsBefore(now);

beforeAll(async () => {
  workspace = await createTestWorkspace();
  manage = createClient(mount.send, workspace.manageKey);
  promptId = (await manage.post("/prompts", { name: "told/often", content: chatContent("x") })).body.id;
  const events = [
    ...Array.from({ length: 25 }, (_, n) => interaction(n, { latencyMs: n })),
    interaction(30, { environment: "staging", input: { topic: "ü" }, output: "fine" }),
    { type: "feedback", id: "f1", interactionId: "i3", thumbs: "up", stars: 2, at: at(2) },
    { type: "feedback", id: "f2", interactionId: "i3", thumbs: "down", completed: true, at: at(1) },
  ];
  expect((await manage.post("/events", { events })).body).toMatchObject({ accepted: 28, rejected: [] });
  await keepInStore(workspace.workspaceId);
});

it("returns the texts of one interaction", async () => {
  expect((await manage.get("/interactions/i30")).body).toMatchObject({ input: { topic: "ü" }, output: "fine" });
  expect((await manage.get("/interactions/nothing")).body.code).toBe("not_found");
});

it("viewers cannot read texts of people; editors can", async () => {
  const [viewer, editor] = await Promise.all([
    createTestMember(workspace.workspaceId, "viewer"),
    createTestMember(workspace.workspaceId, "editor"),
  ]);
  await expect(getInteractionOrThrow(viewer, "i3")).rejects.toMatchObject({ code: "forbidden" });
  await expect(getInteractionOrThrow(editor, "i3")).resolves.toMatchObject({
    interactionId: "i3",
    completed: true,
    feedback: { thumbs: "down", stars: 2 },
  });
});

it("counts uses and people per day from the rollup", async () => {
  const production = { prompt: "told/often", environmentId: workspace.environments.production };
  const development = { prompt: "told/often", environmentId: workspace.environments.development };
  expect(await getReach(workspace.owner, development)).toBeNull();
  await rollUpAll();
  await expect.poll(() => getReach(workspace.owner, production), { timeout: 10_000 }).toMatchObject({ people: 3 });
  const uses = await countUses(workspace.owner, [promptId, randomUUID()]);
  expect([...uses.keys()]).toEqual([promptId]);
  const [row] = await prisma().$queryRaw<[{ sum: bigint }]>`
    select sum(interactions) from prompt_uses where prompt_id = ${promptId}::uuid`;
  expect(Number(row.sum)).toBe(26);
  expect(uses.get(promptId)).toBeGreaterThan(12);
  expect(uses.get(promptId)).toBeLessThanOrEqual(25);
});

it("counts the answers and users of a version while it was live, and the keys that reported them", async () => {
  const live = {
    prompt: "told/often",
    environmentId: workspace.environments.production,
    version: 1,
    from: new Date(at(20)),
    until: new Date(at(0)),
  };
  expect(await getVersionReach(workspace.owner, live)).toEqual({
    answers: 20,
    users: 3,
    isPartial: false,
    answersPerMinute: 1,
    keys: ["manage"],
  });
  const released = await getVersionReach(workspace.owner, { ...live, from: new Date(at(4)) });
  expect(released).toMatchObject({ answers: 4, answersPerMinute: 1 }); // not 4 in ten minutes
  const nothing = { answers: 0, users: 0, isPartial: false, answersPerMinute: 0, keys: [] };
  expect(await getVersionReach(workspace.owner, { ...live, version: 2 })).toEqual(nothing);
  const other = await createTestWorkspace();
  await expect(getVersionReach(other.owner, live)).rejects.toMatchObject({ code: "not_found" });
});
