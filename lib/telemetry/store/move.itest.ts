import { beforeAll, describe, expect, it } from "vitest";
import { clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { copyToStore } from "@/lib/testing/event-store";
import { createKeptEvents, type KeptEvents } from "@/lib/testing/kept-events";
import { rollUpAll } from "@/lib/testing/roll-up";
import { recordSpans } from "../commands/record-spans";
import { forwardEvents } from "./commands/forward-events";
import { moveEvents } from "./move";
import { compareCounts } from "./queries/compare-counts";

const store = clickHouse();
const day = 86_400_000;
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const [older, newer] = [Date.now() - 2 * day, Date.now() - day];

let kept: KeptEvents;
const send = (ids: string[], at: number) =>
  kept.send(ids.map((id) => kept.interaction(id, { at: new Date(at).toISOString() })));
const sendSpans = (traces: string[], at: number) =>
  recordSpans(
    { kind: "system", workspaceId: kept.workspace.workspaceId, name: "test" },
    traces.map((trace) => ({
      traceId: trace.padStart(32, "0"),
      spanId: trace.padStart(16, "0"),
      parentId: null,
      name: "step",
      startMs: at,
      endMs: at + 40,
      attributes: {},
      events: [],
      status: { code: 0, message: "" },
      resource: { "deployment.environment.name": "production" },
      scope: "test",
    })),
  );
const ownOf = (days: Awaited<ReturnType<typeof compareCounts>>) =>
  days
    .filter(({ workspaceId }) => workspaceId === kept.workspace.workspaceId)
    .map(({ day: own, table, postgres, clickHouse: there }) => [own, table, postgres, there]);

describe.skipIf(!store)("events that are moved to ClickHouse (npm run test:clickhouse)", () => {
  beforeAll(async () => {
    kept = await createKeptEvents("kept/moved");
  });

  it("are copied from the beginning, and counted by day in both stores", async () => {
    if (!store) return;
    await send(["m1", "m2"], older);
    await send(["m3"], newer);
    await copyToStore();
    await store.run("alter table interactions delete where workspace_id = {id:UUID}", {
      id: kept.workspace.workspaceId,
    });
    expect(ownOf(await compareCounts(store))).toEqual([
      [dayOf(older), "interactions", 2, 0],
      [dayOf(newer), "interactions", 1, 0],
    ]);
    // Restores the state before the first worker with ClickHouse, with a part of the rows already copied.
    await prisma().$executeRaw`update event_forwarding set copied_at = null, batches_from = 9223372036854775807`;
    const days = await moveEvents({ store, copy: () => forwardEvents(Date.now() + 60_000) });
    expect(ownOf(days)).toEqual([
      [dayOf(older), "interactions", 2, 2],
      [dayOf(newer), "interactions", 1, 1],
    ]);
  });

  it("do not differ while new ones wait, and lost ones are reported", async () => {
    if (!store) return;
    await send(["m4"], newer);
    expect(ownOf(await compareCounts(store)).at(-1)).toEqual([dayOf(newer), "interactions", 1, 1]);
    await rollUpAll();
    await copyToStore();
    await store.run("alter table interactions delete where workspace_id = {id:UUID} and id = 'm1'", {
      id: kept.workspace.workspaceId,
    });
    const days = await moveEvents({ store, copy: () => forwardEvents(Date.now() + 60_000) });
    expect(ownOf(days)).toEqual([
      [dayOf(older), "interactions", 2, 1],
      [dayOf(newer), "interactions", 2, 2],
    ]);
  });

  it("that are damaged are set aside one by one, and counted", async () => {
    if (!store) return;
    const id = kept.workspace.workspaceId;
    await send(["d1", "d2", "d3", "d4"], newer);
    await send(["d5"], newer);
    await sendSpans(["a1", "b2"], newer);
    await copyToStore();
    for (const table of ["interactions", "spans"])
      await store.run(`alter table ${table} delete where workspace_id = {id:UUID}`, { id });
    // PostgreSQL cannot read the attributes, and ClickHouse the kinds. Only a damaged disk or SQL makes such rows.
    await prisma()
      .$executeRaw`update interactions set attributes = '[1]' where workspace_id = ${id}::uuid and id = 'd2'`;
    await prisma().$executeRaw`update interactions set kind = -1 where workspace_id = ${id}::uuid and id = 'd4'`;
    await prisma().$executeRaw`update spans set kind = -1 where workspace_id = ${id}::uuid and trace_id like '%1'`;
    const restart = () => prisma().$executeRaw`
      update event_forwarding set copied_at = null, batches_from = 9223372036854775807, spans_from = now() + interval '1 day'`;
    for (let times = 0; times < 2; times++) {
      await restart();
      const days = await moveEvents({ store, copy: () => forwardEvents(Date.now() + 60_000) });
      expect(days.filter(({ workspaceId }) => workspaceId === id)).toEqual([
        { workspaceId: id, day: dayOf(older), table: "interactions", postgres: 2, clickHouse: 2, setAside: 0 },
        { workspaceId: id, day: dayOf(newer), table: "interactions", postgres: 7, clickHouse: 5, setAside: 2 },
        { workspaceId: id, day: dayOf(newer), table: "spans", postgres: 2, clickHouse: 1, setAside: 1 },
      ]);
      const rows = await prisma().$queryRaw<{ queue: string; error: string }[]>`
        select queue, error from set_aside_batches where workspace_id = ${id}::uuid order by error`;
      expect(rows.map(({ queue, error }) => [queue, error.split(":")[0]?.split(" ")[0]])).toEqual([
        ["earlier", "answer"],
        ["earlier", "answer"],
        ["traces", "trace"],
      ]);
    }
  });
});
