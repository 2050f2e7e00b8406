import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTcpProxy, type TcpProxy } from "@/e2e/support/tcp-proxy";
import { prisma } from "@/lib/core/db";
import { deleteUserData } from "@/lib/requests/commands/delete-user-data";
import { eraseDueUsers } from "@/lib/requests/commands/erase-user";
import { countRequests } from "@/lib/requests/queries/count";
import { exportRequests, listRequests } from "@/lib/requests/queries/requests";
import { copyToStore, keepInStore } from "@/lib/testing/event-store";
import { createKeptEvents, type KeptEvents } from "@/lib/testing/kept-events";
import { rollUpAll } from "@/lib/testing/roll-up";
import { forwardEvents } from "./commands/forward-events";
import { forwardMeter } from "./meter";

const target = process.env.CLICKHOUSE_URL;
let proxy: TcpProxy;
let kept: KeptEvents;

const send = (ids: string[]) =>
  kept.send(ids.map((id) => kept.interaction(id, { userId: "u_away", output: `said to ${id}` })));
const inStore = async (where: string) => (await kept.there("id", where)).length;
const erase = () => eraseDueUsers(Date.now() + 60_000, { first: 0, second: 0 });
const isDone = async () =>
  (await prisma().dataDeletion.findFirst({ where: { workspaceId: kept.workspace.workspaceId } }))?.doneAt !== null;

describe.skipIf(!target)("ClickHouse is temporarily unavailable (npm run test:clickhouse)", () => {
  beforeAll(async () => {
    proxy = await startTcpProxy({ target: target ?? "" });
    process.env.CLICKHOUSE_URL = proxy.url; // the address is read once, at the first use
    kept = await createKeptEvents("kept/away");
  });
  afterAll(async () => {
    process.env.CLICKHOUSE_URL = target;
    await proxy?.stop();
  });

  it("events are accepted and copied once it is available", async () => {
    await send(["before"]);
    await copyToStore();
    await proxy.cut();
    expect(await send(["w1", "w2"])).toMatchObject({ accepted: 2 });
    await rollUpAll();
    expect(await forwardEvents(Date.now() + 5_000)).toBeNull();
    expect(forwardMeter()).toMatchObject({ isAway: true });
    await proxy.restore();
    await copyToStore();
    expect(await inStore("true")).toBeGreaterThanOrEqual(3);
    expect(await inStore("startsWith(id, 'w')")).toBe(2);
  });

  it("a deletion waits, and is finished once nothing of the user is left there", async () => {
    await deleteUserData(kept.workspace.owner, { userId: "u_away" });
    await proxy.cut();
    for (let pass = 0; pass < 3; pass++) await erase();
    await forwardEvents(Date.now() + 5_000);
    await erase();
    expect(await isDone()).toBe(false);
    await proxy.restore();
    expect(await inStore("user_id = 'u_away'")).toBeGreaterThan(0);
    await copyToStore();
    await erase();
    expect(await isDone()).toBe(true);
    expect(await inStore("user_id = 'u_away' or output <> '' or input <> ''")).toBe(0);
  });

  it("a slow ClickHouse makes a page partial after three seconds; an export waits for it", async () => {
    // Those of the last minutes are read in PostgreSQL.
    const at = new Date(Date.now() - 3_600_000).toISOString();
    await kept.send([kept.interaction("slow", { at })]);
    await keepInStore(kept.workspace.workspaceId);
    proxy.slow(1_500); // a page needs three statements
    const filter = { ids: "slow" };
    const exported: string[] = [];
    for await (const rows of await exportRequests(kept.workspace.owner, filter))
      exported.push(...rows.map(({ interactionId }) => interactionId));
    const page = await listRequests(kept.workspace.owner, { ...filter, limit: 10 });
    const time = { from: new Date(Date.now() - 7_200_000).toISOString(), to: new Date().toISOString() };
    const count = await countRequests(kept.workspace.owner, { ...filter, ...time });
    await proxy.restore();
    expect(count).toMatchObject({ matching: null, uncounted: "away" });
    expect(exported).toEqual(["slow"]);
    expect(page).toMatchObject({ items: [], isPartial: true });
  });
});
