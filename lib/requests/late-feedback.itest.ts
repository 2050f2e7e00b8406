import { afterAll, beforeAll, expect, it } from "vitest";
import { clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { uuidV7 } from "@/lib/core/uuid";
import { sweepEnvironments } from "@/lib/telemetry/commands/sweep-environments";
import { sweepFeedback } from "@/lib/telemetry/commands/sweep-feedback";
import { markReason } from "@/lib/telemetry/interaction-mark";
import { sweepStore } from "@/lib/telemetry/store/commands/sweep-store";
import { type Client, createClient, type Mount, mountAheadOfNext } from "@/lib/testing/api";
import { copyToStore } from "@/lib/testing/event-store";
import { createLivePrompt } from "@/lib/testing/experiment";
import { interactionEvent } from "@/lib/testing/interactions";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { eraseDueUsers } from "./commands/erase-user";

let workspace: TestWorkspace;
let mount: Mount;
let manage: Client;
const prompt = "late/feedback";
const ago = (days: number) => new Date(Date.now() - days * 86_400_000);
/** An id as resolve made it some days ago. */
const resolvedId = (days: number) => {
  const time = ago(days).getTime().toString(16).padStart(12, "0");
  return markReason(`${time.slice(0, 8)}-${time.slice(8)}${uuidV7().slice(13)}`, "release");
};
const ids = {
  fresh: resolvedId(1),
  expired: resolvedId(5),
  gone: resolvedId(9),
  early: resolvedId(0),
  old: resolvedId(25),
};

const interaction = (id: string, days: number, extra: object) =>
  interactionEvent(id, { prompt, environment: "development", at: ago(days).toISOString(), ...extra });
const send = async (events: object[]) =>
  expect((await manage.post("/events", { events })).body).toMatchObject({ accepted: events.length, rejected: [] });
const said = () => prisma().$queryRaw<{ id: string; comment: string | null; stars: number | null }[]>`
  select interaction_id as id, comment, stars from feedback where workspace_id = ${workspace.workspaceId}::uuid`;
const stored = async (id: string) => (await said()).find((one) => one.id === id) ?? null;
const sweep = async () => {
  await copyToStore();
  await sweepEnvironments(Date.now() + 60_000);
  await sweepStore();
  await sweepFeedback({ contentDays: 20 });
  await copyToStore();
};

beforeAll(async () => {
  [mount, workspace] = await Promise.all([mountAheadOfNext(), createTestWorkspace()]);
  manage = createClient(mount.send, workspace.manageKey);
  await createLivePrompt(workspace.owner, prompt);
  await send([
    interaction(ids.fresh, 1, { userId: "u_1", output: "kept" }),
    interaction(ids.expired, 5, { userId: "u_1", output: "ouch" }),
    interaction(ids.gone, 9, { userId: "u_1", output: "ouch" }),
    interaction(ids.old, 25, { userId: "u_1", output: "ouch", environment: "production" }),
    interaction("with-texts", 1, { userId: "u_gone", output: "ouch" }),
    interaction("without-texts", 1, { userId: "u_gone" }),
  ]);
  await manage.patch("/environments/development/content-policy", { contentDays: 3, eventDays: 7 });
  await manage.patch("/environments/staging/content-policy", { eventDays: 7 });
  await manage.patch("/environments/production/content-policy", { contentDays: 28, eventDays: 28 });
  expect((await manage.delete("/users/u_gone/data")).status).toBe(202);
  for (let pass = 0; pass < 3; pass++) {
    await copyToStore();
    await eraseDueUsers(Date.now() + 60_000, { first: 0, second: 0 });
  }
  await sweep();
  const about = [...Object.values(ids), "with-texts", "without-texts", "own-id"];
  await send(about.map((id) => ({ type: "feedback", id: `f-${id}`, interactionId: id, stars: 2, comment: "ouch" })));
  await sweep();
});
afterAll(() => mount.stop());

it("keeps no late comment on contents that expired, and keeps what was rated", async () => {
  expect(await stored(ids.expired)).toMatchObject({ comment: null, stars: 2 });
});

it("keeps no late comment on contents that the installation no longer keeps", async () => {
  expect(await stored(ids.old)).toMatchObject({ comment: null, stars: 2 });
});

it("keeps no late comment on an answer of a deleted user, also where no text of it was stored", async () => {
  expect(await stored("with-texts")).toMatchObject({ comment: null, stars: 2 });
  expect(await stored("without-texts")).toMatchObject({ comment: null, stars: 2 });
});

it("keeps a comment on an answer that is kept, and on one that may still arrive", async () => {
  for (const id of [ids.fresh, ids.early, "own-id"]) expect(await stored(id)).toMatchObject({ comment: "ouch" });
});

it("shows and copies none of the late comments", async () => {
  for (const id of [ids.expired, "with-texts", "without-texts"])
    expect((await manage.get(`/interactions/${id}`)).body).toMatchObject({ feedback: { comment: null, stars: 2 } });
  const held = await clickHouse()?.rows<{ id: string }>(
    "select interaction_id as id from interactions final where workspace_id = {id:UUID} and position(toString(tuple(*)), 'ouch') > 0",
    { id: workspace.workspaceId },
  );
  // ClickHouse itself removes what the installation no longer keeps. The setting is not changed here.
  for (const { id } of held ?? []) expect([ids.fresh, ids.old]).toContain(id);
});

it("deletes late feedback on an answer that is no longer kept, once no environment may have it", async () => {
  expect(await stored(ids.gone)).not.toBeNull(); // production may have it
  await manage.patch("/environments/production/content-policy", { eventDays: 8 });
  await sweep();
  expect(await stored(ids.gone)).toBeNull();
  expect(await stored(ids.fresh)).not.toBeNull();
});
