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
import { startTestExperiment } from "@/lib/testing/experiment";
import { createKeptEvents, type KeptEvents } from "@/lib/testing/kept-events";
import { rollUpAll } from "@/lib/testing/roll-up";
import type { TestWorkspace } from "@/lib/testing/workspace";
import { forgetDirectIntake } from "../queries/direct-intake";
import { getInteractionOrThrow } from "../queries/interactions";
import { forwardEvents } from "./commands/forward-events";
import { switchDirect } from "./commands/switch-direct";

process.env.EVENTS_WAITING_MB = "1"; // the limit is read once, at the first use
const [name, watched] = ["direct/long", "direct/tested"];
let kept: KeptEvents;
let workspace: TestWorkspace;

describe.skipIf(!clickHouse())("answers stored only in ClickHouse (npm run test:clickhouse)", () => {
  beforeAll(async () => {
    kept = await createKeptEvents(name, watched);
    ({ workspace } = kept);
    await kept.send([kept.interaction("stored-here", { userId: "u_here" })]);
    await kept.startDirect();
  });
  afterAll(async () => {
    delete process.env.EVENTS_WAITING_MB;
    await switchDirect(false);
  });

  it("are in PostgreSQL's log until they are copied, complete, and counted once", async () => {
    const attributes = { tenant: "acme", tier: 2, beta: true };
    const whole = kept.interaction("a", {
      attributes,
      input: { q: 'Is "Ridge" \u{1F3D4} in?\n' },
      output: "No, 100% not.",
      costUsd: 0.5,
      userId: "u_1",
      sessionId: "s_1",
      latencyMs: 250,
    });
    expect(await kept.send([whole, kept.interaction("b")])).toMatchObject({ accepted: 2, rejected: [] });
    expect(await kept.here()).toEqual([{ id: "stored-here" }]);
    expect(await kept.logged()).toBe(1);
    const before = await kept.used();
    await copyToStore();
    expect(await kept.logged()).toBe(0);
    expect(await kept.used()).toBe(before + 2);
    expect(await kept.there("*", "id = 'a'")).toMatchObject([
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

  it("sent again change nothing, and are a conflict if they differ", async () => {
    const other = kept.interaction("a", { costUsd: 7 });
    expect(await kept.send([kept.interaction("b"), other, kept.interaction("c")])).toMatchObject({
      accepted: 1,
      duplicates: 1,
      rejected: [{ index: 1, code: "duplicate_conflict" }],
    });
    const before = await kept.used();
    await copyToStore();
    expect(await kept.used()).toBe(before + 1);
    expect(await kept.there("id, cost_usd", "id in ('a', 'b', 'c')")).toEqual([
      { id: "a", cost_usd: 0.5 },
      { id: "b", cost_usd: null },
      { id: "c", cost_usd: null },
    ]);
  });

  it("reported twice are one use", async () => {
    const before = await kept.used();
    await kept.send([kept.interaction("twice-1", { interactionId: "twice" })]);
    await rollUpAll();
    await kept.send([kept.interaction("twice-2", { interactionId: "twice", completed: true })]);
    await copyToStore();
    expect(await kept.used()).toBe(before + 1);
    await kept.send([kept.interaction("again-here", { interactionId: "stored-here" })]);
    await copyToStore();
    expect(await kept.used()).toBe(before + 1);
  });

  it("have their feedback from before, with and after them", async () => {
    await kept.send([kept.feedback("f-before", "said-before", { thumbs: "down", comment: "Wrong." })]);
    await copyToStore();
    await kept.send([
      kept.interaction("said-before"),
      kept.interaction("said-with"),
      kept.feedback("f-with", "said-with", { stars: 2 }),
    ]);
    await kept.send([kept.interaction("said-after")]);
    await copyToStore();
    await kept.send([kept.feedback("f-after", "said-after", { thumbs: "up", completed: true })]);
    await copyToStore();
    expect(await kept.there("id, thumbs_up, stars, comment, completed", "startsWith(id, 'said')")).toEqual([
      { id: "said-after", thumbs_up: true, stars: null, comment: "", completed: true },
      { id: "said-before", thumbs_up: false, stars: null, comment: "Wrong.", completed: null },
      { id: "said-with", thumbs_up: null, stars: 2, comment: "", completed: null },
    ]);
  });

  it("are copied with feedback on any number of answers at once", async () => {
    const eventOf = (n: number) =>
      kept.feedback(`many-${n}`, `nobody-reported-this-answer-${randomUUID()}`, { thumbs: "up" });
    for (let batch = 0; batch < 3; batch++)
      await kept.send(Array.from({ length: 1_000 }, (_, n) => eventOf(batch * 1_000 + n)));
    await kept.send([kept.interaction("beside-many")]);
    await copyToStore();
    expect(await kept.there("id", "id = 'beside-many'")).toHaveLength(1);
  });

  it("reported twice have the feedback on both reports", async () => {
    await kept.send([kept.interaction("both-1", { interactionId: "both" })]);
    await copyToStore();
    await kept.send([
      kept.interaction("both-2", { interactionId: "both", completed: true }),
      kept.feedback("f-both", "both", { thumbs: "down" }),
    ]);
    await copyToStore();
    expect(await kept.there("id, thumbs_up", "interaction_id = 'both'")).toEqual([
      { id: "both-1", thumbs_up: false },
      { id: "both-2", thumbs_up: false },
    ]);
  });

  it("stay in PostgreSQL if it needs them individually, also if a process does not know that yet", async () => {
    forgetDirectIntake(workspace.workspaceId); // the state is cached for some seconds
    await kept.send([kept.interaction("w0", { prompt: watched })]);
    expect(await kept.here()).toEqual([{ id: "stored-here" }]);
    await kept.endFreshReleases();
    await startTestExperiment(workspace.owner, watched);
    await kept.endFreshReleases();
    expect(await kept.send([kept.interaction("w1", { prompt: watched }), kept.interaction("w2")])).toMatchObject({
      accepted: 2,
    });
    expect(await kept.here()).toEqual([{ id: "stored-here" }, { id: "w1" }, { id: "w2" }]); // all or nothing
    expect(await kept.send([kept.interaction("w3", { prompt: watched }), kept.interaction("w4")])).toMatchObject({
      accepted: 2,
    });
    expect((await kept.here()).map(({ id }) => id)).toEqual(["stored-here", "w1", "w2", "w3"]);
    await copyToStore();
    expect((await kept.there("id, is_direct", "startsWith(id, 'w')")).map(({ is_direct }) => is_direct)).toEqual([
      true,
      false,
      false,
      false,
      true,
    ]);
  });

  it("are stored once if a copy ends between ClickHouse and the queue, and none is lost", async () => {
    await kept.send(Array.from({ length: 20 }, (_, n) => kept.interaction(`k${n}`)));
    await kept.trapDeletes("direct_batches", async () => {
      await expect(copyToStore()).rejects.toThrow("killed");
      expect(await kept.there("id", "startsWith(id, 'k')")).toHaveLength(20);
      expect(await kept.logged()).toBe(1);
    });
    await copyToStore();
    expect(await kept.logged()).toBe(0);
    expect(await kept.there("id", "startsWith(id, 'k')")).toHaveLength(20);
  });

  it("are listed with the others, newest first, counted, readable and in their trace", async () => {
    const at = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();
    const inOne = { sessionId: "s_both", traceId: "t_both" };
    await kept.send([
      kept.interaction("l1", { at: at(40), ...inOne }),
      kept.interaction("l2", { at: at(30), prompt: watched, ...inOne }),
      kept.interaction("l3", { at: at(20), output: "there alone", ...inOne }),
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

  it("are included in the usage of their users", async () => {
    await kept.send([
      kept.interaction("p1", { userId: "u_cost", costUsd: 2 }),
      kept.interaction("p2", { userId: "u_cost", costUsd: 3 }),
    ]);
    await copyToStore();
    await prisma().$executeRaw`update usage_people_hours set is_due = true, counted_at = now() - interval '1 day'
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

  it("are refused while too much waits for ClickHouse, and accepted afterwards", async () => {
    const large = { output: "x".repeat(60_000) };
    await kept.send(Array.from({ length: 20 }, (_, n) => kept.interaction(`full${n}`, large)));
    forgetDirectIntake(workspace.workspaceId);
    await expect(kept.send([kept.interaction("refused")])).rejects.toMatchObject({ code: "database_unavailable" });
    await copyToStore();
    forgetDirectIntake(workspace.workspaceId);
    expect(await kept.send([kept.interaction("refused")])).toMatchObject({ accepted: 1 });
  });

  it("of a deleted user are deleted, too, also those still in the log", async () => {
    await kept.send([kept.interaction("gone-1", { userId: "u_gone", output: "secret" })]);
    await copyToStore();
    await kept.send([kept.interaction("gone-2", { userId: "u_gone", output: "secret" })]);
    await deleteUserData(workspace.owner, { userId: "u_gone" });
    const erase = () => eraseDueUsers(Date.now() + 60_000, { first: 0, second: 0 });
    await erase();
    await forwardEvents(Date.now() + 5_000); // the log is not counted yet: it is kept, and the deletion waits
    await copyToStore();
    for (let pass = 0; pass < 2; pass++) await erase();
    await copyToStore();
    await erase();
    expect(await kept.there("id", "user_id = 'u_gone' or output = '\"secret\"'")).toEqual([]);
    expect(await kept.there("id", "startsWith(id, 'gone')")).toHaveLength(2);
    const deletion = await prisma().dataDeletion.findFirst({ where: { workspaceId: workspace.workspaceId } });
    expect(deletion?.doneAt).not.toBeNull();
  });

  it("are stored in PostgreSQL again once ClickHouse is switched off", async () => {
    await switchDirect(false);
    expect(await kept.send([kept.interaction("off")])).toMatchObject({ accepted: 1 }); // not known here yet
    expect((await kept.here()).map(({ id }) => id)).toContain("off");
  });
});
