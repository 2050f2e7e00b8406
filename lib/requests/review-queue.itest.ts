import { afterAll, beforeAll, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { sweepEnvironments } from "@/lib/telemetry/commands/sweep-environments";
import { sweepEvents } from "@/lib/telemetry/commands/sweep-events";
import { type Client, createClient, type Mount, mountAheadOfNext } from "@/lib/testing/api";
import { copyToStore } from "@/lib/testing/event-store";
import { createLivePrompt } from "@/lib/testing/experiment";
import { interactionEvent } from "@/lib/testing/interactions";
import { countListed } from "@/lib/testing/listed-requests";
import { createTestMember, createTestWorkspace, keyActorFor, type TestWorkspace } from "@/lib/testing/workspace";
import { markRequests } from "./commands/mark-requests";
import { countRequests } from "./queries/count";
import { getReviewQueue } from "./queries/marks";

let mount: Mount;
let workspace: TestWorkspace;
let manage: Client;
const ago = (days: number) => new Date(Date.now() - days * 86_400_000);
const sent = [
  ["p1", "production", 1],
  ["p2", "production", 1],
  ["p20", "production", 20],
  ["d1", "development", 1],
  ["d20", "development", 20],
] as const;

beforeAll(async () => {
  [mount, workspace] = await Promise.all([mountAheadOfNext(), createTestWorkspace()]);
  manage = createClient(mount.send, workspace.manageKey);
  await createLivePrompt(workspace.owner, "told/queue");
  const events = sent.map(([id, environment, days]) =>
    interactionEvent(id, { prompt: "told/queue", at: ago(days).toISOString(), environment }),
  );
  expect((await manage.post("/events", { events })).body.accepted).toBe(events.length);
  await copyToStore();
});
afterAll(() => mount.stop());

it("each number of the queue lists as many requests, whatever their age, within what a person may read", async () => {
  const { owner, workspaceId, environments } = workspace;
  const editor = await createTestMember(workspaceId, "editor");
  await markRequests(owner, { interactionIds: ["p1", "p20", "d1"], reviewerId: editor.userId });
  await markRequests(owner, { interactionIds: ["p2", "d20"], reviewerId: owner.userId });
  const queue = await getReviewQueue(editor);
  expect(queue).toMatchObject({ open: 5, mine: 3 });
  expect(queue.people.map(({ id, count, isMe }) => [id, count, isMe])).toEqual([
    [editor.userId, 3, true],
    [owner.userId, 2, false],
  ]);
  const time = { from: ago(121).toISOString(), to: new Date(Date.now() + 60_000).toISOString() };
  const count = async (filter: object) => {
    const listed = await countListed(editor, { ...time, ...filter });
    expect((await countRequests(editor, { ...time, ...filter })).matching).toBe(listed);
    return listed;
  };
  expect(await count({ review: "open" })).toBe(queue.open);
  expect(await count({ review: "mine" })).toBe(queue.mine);
  for (const { id, count: waiting } of queue.people) expect(await count({ reviewer: id })).toBe(waiting);
  expect(await count({ reviewer: owner.userId, environment: "development" })).toBe(1);

  const key = keyActorFor(workspace, [environments.development]);
  expect(await getReviewQueue(key)).toMatchObject({ open: 2, mine: 0 });
});

it("the queue has no requests that are no longer kept", async () => {
  const { owner, workspaceId } = workspace;
  const setAsked = (id: string, days: number) => prisma().$executeRaw`
    update interaction_marks set review_asked_at = ${ago(days)} where workspace_id = ${workspaceId}::uuid and interaction_id = ${id}`;
  await setAsked("d20", 19);
  await manage.patch("/environments/development/content-policy", { eventDays: 10 });
  await sweepEnvironments(Date.now() + 60_000);
  expect(await getReviewQueue(owner)).toMatchObject({ open: 4 });
  expect(await countListed(owner, { review: "open" })).toBe(4);
  // Beyond the retention of the installation.
  await setAsked("p20", 4_000);
  await sweepEvents(Date.now() + 60_000, { days: 3_900 });
  expect(await getReviewQueue(owner)).toMatchObject({ open: 3 });
});
