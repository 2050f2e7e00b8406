import { beforeAll, describe, expect, it } from "vitest";
import { clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { copyToStore } from "@/lib/testing/event-store";
import { createLivePrompt } from "@/lib/testing/experiment";
import { rollUpAll } from "@/lib/testing/roll-up";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { recordEvents } from "../commands/record-events";
import { forwardEvents } from "./commands/forward-events";
import { moveEvents } from "./move";
import { compareCounts } from "./queries/compare-counts";

const store = clickHouse();
const day = 86_400_000;
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const [older, newer] = [Date.now() - 2 * day, Date.now() - day];

let workspace: TestWorkspace;
let name: string;
const send = (ids: string[], at: number) =>
  recordEvents(
    { kind: "system", workspaceId: workspace.workspaceId, name: "test" },
    ids.map((id) => ({
      type: "interaction",
      id,
      interactionId: id,
      prompt: name,
      version: 1,
      environment: "production",
      at: new Date(at).toISOString(),
    })),
  );
const ownOf = (days: Awaited<ReturnType<typeof compareCounts>>) =>
  days
    .filter(({ workspaceId }) => workspaceId === workspace.workspaceId)
    .map(({ day: own, table, postgres, clickHouse: there }) => [own, table, postgres, there]);

describe.skipIf(!store)("events that are moved to ClickHouse (npm run test:clickhouse)", () => {
  beforeAll(async () => {
    workspace = await createTestWorkspace();
    name = await createLivePrompt(workspace.owner, "kept/moved");
  });

  it("are copied from the beginning, and counted by day in both stores", async () => {
    if (!store) return;
    await send(["m1", "m2"], older);
    await send(["m3"], newer);
    await copyToStore();
    await store.run("alter table interactions delete where workspace_id = {id:UUID}", { id: workspace.workspaceId });
    expect(ownOf(await compareCounts(store))).toEqual([
      [dayOf(older), "interactions", 2, 0],
      [dayOf(newer), "interactions", 1, 0],
    ]);
    // As before the first worker with a ClickHouse, of which a part was copied.
    await prisma().$executeRaw`update event_forwarding set copied_at = null, batches_from = 9223372036854775807`;
    const days = await moveEvents({ store, copy: () => forwardEvents(Date.now() + 60_000) });
    expect(ownOf(days)).toEqual([
      [dayOf(older), "interactions", 2, 2],
      [dayOf(newer), "interactions", 1, 1],
    ]);
  });

  it("do not differ while new ones wait, and are told of when they are lost", async () => {
    if (!store) return;
    await send(["m4"], newer);
    expect(ownOf(await compareCounts(store)).at(-1)).toEqual([dayOf(newer), "interactions", 1, 1]);
    await rollUpAll();
    await copyToStore();
    await store.run("alter table interactions delete where workspace_id = {id:UUID} and id = 'm1'", {
      id: workspace.workspaceId,
    });
    const days = await moveEvents({ store, copy: () => forwardEvents(Date.now() + 60_000) });
    expect(ownOf(days)).toEqual([
      [dayOf(older), "interactions", 2, 1],
      [dayOf(newer), "interactions", 2, 2],
    ]);
  });
});
