import { beforeAll, describe, expect, it } from "vitest";
import { clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { copyToStore } from "@/lib/testing/event-store";
import { createKeptEvents, type KeptEvents } from "@/lib/testing/kept-events";
import { rollUpAll } from "@/lib/testing/roll-up";
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
});
