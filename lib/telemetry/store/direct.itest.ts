import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { countPeople } from "@/lib/requests/commands/count-people";
import { deleteUserData } from "@/lib/requests/commands/delete-user-data";
import { eraseDueUsers } from "@/lib/requests/commands/erase-user";
import { countRequests } from "@/lib/requests/queries/count";
import { listRequests } from "@/lib/requests/queries/requests";
import { getTraceOrThrow } from "@/lib/requests/queries/trace";
import { getUsage } from "@/lib/requests/queries/usage";
import { copyToStore } from "@/lib/testing/event-store";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { rollUpAll } from "@/lib/testing/roll-up";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { recordEvents } from "../commands/record-events";
import { forgetDirectIntake } from "../queries/direct-intake";
import { getInteractionOrThrow } from "../queries/interactions";
import { forwardEvents } from "./commands/forward-events";
import { switchDirect } from "./commands/switch-direct";

process.env.EVENTS_WAITING_MB = "1"; // read with the first setting
const store = clickHouse();
let workspace: TestWorkspace;
const [name, watched] = ["direct/long", "direct/tested"];

const system = () => ({ kind: "system" as const, workspaceId: workspace.workspaceId, name: "test" });
const send = (events: object[]) => recordEvents(system(), events);
const interaction = (id: string, extra: object = {}) => ({
  type: "interaction",
  id,
  interactionId: id,
  prompt: name,
  version: 1,
  environment: "production",
  ...extra,
});
const feedback = (id: string, interactionId: string, extra: object) => ({
  type: "feedback",
  id,
  interactionId,
  ...extra,
});
const there = async (columns: string, where = "true") =>
  (await store?.rows<Record<string, unknown>>(
    `select ${columns} from interactions final where workspace_id = {id:UUID} and ${where} order by id`,
    { id: workspace.workspaceId },
  )) ?? [];
const here = () => prisma().$queryRaw<{ id: string }[]>`
  select id from interactions where workspace_id = ${workspace.workspaceId}::uuid order by id`;
const logged = async () => {
  const [row] = await prisma().$queryRaw<[{ n: number }]>`
    select count(*)::int as n from direct_batches where workspace_id = ${workspace.workspaceId}::uuid`;
  return row.n;
};
const used = async () => {
  const [row] = await prisma().$queryRaw<[{ n: number }]>`
    select coalesce(sum(interactions), 0)::int as n from usage_hours where workspace_id = ${workspace.workspaceId}::uuid`;
  return row.n;
};

describe.skipIf(!store)("answers that go to ClickHouse alone (npm run test:clickhouse)", () => {
  beforeAll(async () => {
    workspace = await createTestWorkspace();
    for (const prompt of [name, watched]) await createLivePrompt(workspace.owner, prompt);
    // Answers of the first minutes of a release stay: they tell which version users got.
    await prisma().$executeRaw`
      update deployments set since = now() - interval '1 hour' where workspace_id = ${workspace.workspaceId}::uuid`;
    await send([interaction("stored-here", { userId: "u_here" })]);
    await copyToStore();
    expect(await switchDirect(true)).toBe(true);
    forgetDirectIntake(workspace.workspaceId);
  });
  afterAll(async () => {
    delete process.env.EVENTS_WAITING_MB;
    await switchDirect(false);
  });

  it("are in PostgreSQL's log until they are there, whole, and counted once", async () => {
    const attributes = { tenant: "acme", tier: 2, beta: true };
    const whole = interaction("a", {
      attributes,
      input: { q: 'Is "Ridge" \u{1F3D4} in?\n' },
      output: "No, 100% not.",
      costUsd: 0.5,
      userId: "u_1",
      sessionId: "s_1",
      latencyMs: 250,
    });
    expect(await send([whole, interaction("b")])).toMatchObject({ accepted: 2, rejected: [] });
    expect(await here()).toEqual([{ id: "stored-here" }]);
    expect(await logged()).toBe(1);
    const before = await used();
    await copyToStore();
    expect(await logged()).toBe(0);
    expect(await used()).toBe(before + 2);
    expect(await there("*", "id = 'a'")).toMatchObject([
      {
        input: JSON.stringify({ q: 'Is "Ridge" \u{1F3D4} in?\n' }),
        output: '"No, 100% not."',
        attribute_texts: { tenant: "acme", tier: "2", beta: "true" },
        cost_usd: 0.5,
        has_content: true,
        is_direct: true,
      },
    ]);
  });

  it("sent again change nothing, and say so when they say otherwise", async () => {
    const other = interaction("a", { costUsd: 7 });
    expect(await send([interaction("b"), other, interaction("c")])).toMatchObject({
      accepted: 1,
      duplicates: 1,
      rejected: [{ index: 1, code: "duplicate_conflict" }],
    });
    const before = await used();
    await copyToStore();
    expect(await used()).toBe(before + 1);
    expect(await there("id, cost_usd", "id in ('a', 'b', 'c')")).toEqual([
      { id: "a", cost_usd: 0.5 },
      { id: "b", cost_usd: null },
      { id: "c", cost_usd: null },
    ]);
  });

  it("reported twice are one use", async () => {
    const before = await used();
    await send([interaction("twice-1", { interactionId: "twice" })]);
    await rollUpAll();
    await send([interaction("twice-2", { interactionId: "twice", completed: true })]);
    await copyToStore();
    expect(await used()).toBe(before + 1);
    await send([interaction("again-here", { interactionId: "stored-here" })]);
    await copyToStore();
    expect(await used()).toBe(before + 1);
  });

  it("have what people said, before, with and after them", async () => {
    await send([feedback("f-before", "said-before", { thumbs: "down", comment: "Wrong." })]);
    await copyToStore();
    await send([interaction("said-before"), interaction("said-with"), feedback("f-with", "said-with", { stars: 2 })]);
    await send([interaction("said-after")]);
    await copyToStore();
    await send([feedback("f-after", "said-after", { thumbs: "up", completed: true })]);
    await copyToStore();
    expect(await there("id, thumbs_up, stars, comment, completed", "startsWith(id, 'said')")).toEqual([
      { id: "said-after", thumbs_up: true, stars: null, comment: "", completed: true },
      { id: "said-before", thumbs_up: false, stars: null, comment: "Wrong.", completed: null },
      { id: "said-with", thumbs_up: null, stars: 2, comment: "", completed: null },
    ]);
  });

  it("are copied whatever number of answers people spoke of at once", async () => {
    const said = (n: number) => feedback(`many-${n}`, `nobody-reported-this-answer-${randomUUID()}`, { thumbs: "up" });
    for (let batch = 0; batch < 3; batch++)
      await send(Array.from({ length: 1_000 }, (_, n) => said(batch * 1_000 + n)));
    await send([interaction("beside-many")]);
    await copyToStore();
    expect(await there("id", "id = 'beside-many'")).toHaveLength(1);
  });

  it("reported twice have what people said on both reports", async () => {
    await send([interaction("both-1", { interactionId: "both" })]);
    await copyToStore();
    await send([
      interaction("both-2", { interactionId: "both", completed: true }),
      feedback("f-both", "both", { thumbs: "down" }),
    ]);
    await copyToStore();
    expect(await there("id, thumbs_up", "interaction_id = 'both'")).toEqual([
      { id: "both-1", thumbs_up: false },
      { id: "both-2", thumbs_up: false },
    ]);
  });

  it("stay in PostgreSQL where it reads them one by one, also when a process does not know that yet", async () => {
    await send([interaction("w0", { prompt: watched })]);
    expect(await here()).toEqual([{ id: "stored-here" }]);
    await prisma().$executeRaw`
      update deployments set since = now() - interval '1 hour' where workspace_id = ${workspace.workspaceId}::uuid`;
    await startTestExperiment(workspace.owner, watched);
    await prisma().$executeRaw`
      update deployments set since = now() - interval '1 hour' where workspace_id = ${workspace.workspaceId}::uuid`;
    expect(await send([interaction("w1", { prompt: watched }), interaction("w2")])).toMatchObject({ accepted: 2 });
    expect(await here()).toEqual([{ id: "stored-here" }, { id: "w1" }, { id: "w2" }]); // all or nothing: both
    expect(await send([interaction("w3", { prompt: watched }), interaction("w4")])).toMatchObject({ accepted: 2 });
    expect((await here()).map(({ id }) => id)).toEqual(["stored-here", "w1", "w2", "w3"]);
    await copyToStore();
    expect((await there("id, is_direct", "startsWith(id, 'w')")).map(({ is_direct }) => is_direct)).toEqual([
      true,
      false,
      false,
      false,
      true,
    ]);
  });

  it("are each there once when a copy ends between ClickHouse and the queue, and none is lost", async () => {
    await send(Array.from({ length: 20 }, (_, n) => interaction(`k${n}`)));
    const trap = `trap_${randomUUID().replaceAll("-", "")}`;
    await prisma().$executeRawUnsafe(`create function ${trap}() returns trigger language plpgsql as
      $$ begin if old.workspace_id = '${workspace.workspaceId}' then raise exception 'killed'; end if; return old; end $$`);
    await prisma().$executeRawUnsafe(
      `create trigger ${trap} before delete on direct_batches for each row execute function ${trap}()`,
    );
    await expect(copyToStore()).rejects.toThrow("killed");
    expect(await there("id", "startsWith(id, 'k')")).toHaveLength(20);
    expect(await logged()).toBe(1);
    await prisma().$executeRawUnsafe(`drop trigger ${trap} on direct_batches`);
    await copyToStore();
    expect(await logged()).toBe(0);
    expect(await there("id", "startsWith(id, 'k')")).toHaveLength(20);
  });

  it("are listed with the others, newest first, counted, opened and in their trace", async () => {
    const at = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();
    const inOne = { sessionId: "s_both", traceId: "t_both" };
    await send([
      interaction("l1", { at: at(40), ...inOne }),
      interaction("l2", { at: at(30), prompt: watched, ...inOne }),
      interaction("l3", { at: at(20), output: "there alone", ...inOne }),
    ]);
    await copyToStore();
    const { items, isPartial } = await listRequests(workspace.owner, { sessionId: "s_both", limit: 10 });
    expect(isPartial).toBe(false);
    expect(items.map(({ interactionId }) => interactionId)).toEqual(["l3", "l2", "l1"]);
    const first = await listRequests(workspace.owner, { sessionId: "s_both", limit: 2 });
    const second = await listRequests(workspace.owner, {
      sessionId: "s_both",
      limit: 2,
      cursor: first.nextCursor ?? undefined,
    });
    expect([...first.items, ...second.items].map(({ interactionId }) => interactionId)).toEqual(["l3", "l2", "l1"]);
    const counted = await countRequests(workspace.owner, { sessionId: "s_both", from: at(3_600), to: at(0) });
    expect(counted.matching).toBe(3);
    expect(await getInteractionOrThrow(workspace.owner, "l3")).toMatchObject({ output: "there alone", prompt: name });
    const { steps } = await getTraceOrThrow(workspace.owner, "t_both");
    expect(steps.map(({ id }) => id)).toEqual(["l1", "l2", "l3"]);
  });

  it("are in the usage of their users", async () => {
    await send([
      interaction("p1", { userId: "u_cost", costUsd: 2 }),
      interaction("p2", { userId: "u_cost", costUsd: 3 }),
    ]);
    await copyToStore();
    await prisma().$executeRaw`update usage_people_hours set interactions = -1, counted_at = now() - interval '1 day'
      where workspace_id = ${workspace.workspaceId}::uuid`;
    await countPeople(Date.now() + 60_000, { isWhole: true });
    const { groups } = await getUsage(workspace.owner, {
      from: new Date(Date.now() - 86_400_000).toISOString(),
      to: new Date(Date.now() + 3_600_000).toISOString(),
      by: "user",
    });
    const costOf = (user: string) => groups.find((group) => group.name === user);
    expect(costOf("u_cost")).toMatchObject({ interactions: 2, costUsd: 5 });
    expect(costOf("u_here")).toMatchObject({ interactions: 1 });
  });

  it("are refused while too much waits for ClickHouse, and taken when it has them", async () => {
    const large = { output: "x".repeat(60_000) };
    await send(Array.from({ length: 20 }, (_, n) => interaction(`full${n}`, large)));
    forgetDirectIntake(workspace.workspaceId);
    await expect(send([interaction("refused")])).rejects.toMatchObject({ code: "database_unavailable" });
    await copyToStore();
    forgetDirectIntake(workspace.workspaceId);
    expect(await send([interaction("refused")])).toMatchObject({ accepted: 1 });
  });

  it("of a user who is deleted go too, those that were still in the log among them", async () => {
    await send([interaction("gone-1", { userId: "u_gone", output: "secret" })]);
    await copyToStore();
    await send([interaction("gone-2", { userId: "u_gone", output: "secret" })]);
    await deleteUserData(workspace.owner, { userId: "u_gone" });
    const erase = () => eraseDueUsers(Date.now() + 60_000, { first: 0, second: 0 });
    await erase();
    await forwardEvents(Date.now() + 5_000); // the log was not counted yet: it stays, and the deletion waits
    await copyToStore();
    for (let pass = 0; pass < 2; pass++) await erase();
    await copyToStore();
    await erase();
    expect(await there("id", "user_id = 'u_gone' or output = '\"secret\"'")).toEqual([]);
    expect(await there("id", "startsWith(id, 'gone')")).toHaveLength(2);
    const deletion = await prisma().dataDeletion.findFirst({ where: { workspaceId: workspace.workspaceId } });
    expect(deletion?.doneAt).not.toBeNull();
  });

  it("are stored in PostgreSQL again once it is switched off", async () => {
    await switchDirect(false);
    expect(await send([interaction("off")])).toMatchObject({ accepted: 1 }); // this process does not know it yet
    expect((await here()).map(({ id }) => id)).toContain("off");
  });
});
