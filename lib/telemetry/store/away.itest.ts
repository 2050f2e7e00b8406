import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTcpProxy, type TcpProxy } from "@/e2e/support/tcp-proxy";
import { clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { deleteUserData } from "@/lib/requests/commands/delete-user-data";
import { eraseDueUsers } from "@/lib/requests/commands/erase-user";
import { copyToStore } from "@/lib/testing/event-store";
import { createLivePrompt } from "@/lib/testing/experiment";
import { rollUpAll } from "@/lib/testing/roll-up";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { recordEvents } from "../commands/record-events";
import { forwardEvents } from "./commands/forward-events";
import { forwardMeter } from "./meter";

const target = process.env.CLICKHOUSE_URL;
let proxy: TcpProxy;
let workspace: TestWorkspace;
let name: string;

const send = (ids: string[]) =>
  recordEvents(
    { kind: "system", workspaceId: workspace.workspaceId, name: "test" },
    ids.map((id) => ({
      type: "interaction",
      id,
      interactionId: id,
      prompt: name,
      version: 1,
      environment: "production",
      userId: "u_away",
      output: `said to ${id}`,
    })),
  );
const inStore = async (where: string) => {
  const found = await clickHouse()?.rows<{ n: string }>(
    `select count() as n from interactions where workspace_id = {id:UUID} and (${where})`,
    { id: workspace.workspaceId },
  );
  return Number(found?.[0]?.n);
};
const erase = () => eraseDueUsers(Date.now() + 60_000, { first: 0, second: 0 });
const isDone = async () =>
  (await prisma().dataDeletion.findFirst({ where: { workspaceId: workspace.workspaceId } }))?.doneAt !== null;

describe.skipIf(!target)("without ClickHouse for a while (npm run test:clickhouse)", () => {
  beforeAll(async () => {
    proxy = await startTcpProxy({ target: target ?? "" });
    process.env.CLICKHOUSE_URL = proxy.url; // read with the first setting
    workspace = await createTestWorkspace();
    name = await createLivePrompt(workspace.owner, "kept/away");
  });
  afterAll(async () => {
    process.env.CLICKHOUSE_URL = target;
    await proxy?.stop();
  });

  it("events are taken and wait, and come when it is back", async () => {
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

  it("a deletion waits for it, and is done when nothing of the user is left there", async () => {
    await deleteUserData(workspace.owner, { userId: "u_away" });
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
});
