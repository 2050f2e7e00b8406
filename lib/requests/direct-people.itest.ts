import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { forgetDirectIntake } from "@/lib/telemetry/queries/direct-intake";
import { forwardEvents } from "@/lib/telemetry/store/commands/forward-events";
import { switchDirect } from "@/lib/telemetry/store/commands/switch-direct";
import { copyToStore } from "@/lib/testing/event-store";
import { createKeptEvents, type KeptEvents } from "@/lib/testing/kept-events";
import { rollUpAll } from "@/lib/testing/roll-up";
import { countPeople } from "./commands/count-people";
import { getUsage } from "./queries/usage";

const hour = 3_600_000;
const [name, other] = ["people/direct", "people/here"];
let kept: KeptEvents;

const report = (id: string, hoursAgo: number, extra: object = {}) =>
  kept.interaction(id, {
    interactionId: "one",
    userId: "ana",
    costUsd: 1,
    at: new Date(Date.now() - hoursAgo * hour).toISOString(),
    ...extra,
  });
let others = 0;
/** Sends reports, each with another answer, so that their hours are due. */
const tell = (...reports: ReturnType<typeof report>[]) =>
  kept.send(
    reports.flatMap((own) => {
      const id = `beside-${others++}`;
      return [own, { ...own, id, interactionId: id, userId: "ben", costUsd: 0.01 }];
    }),
  );
/** Returns the user's usage after each hour was counted again. */
async function byUser() {
  await copyToStore();
  await prisma().$executeRaw`update usage_people_hours set is_due = true, counted_at = now() - interval '1 day'
    where workspace_id = ${kept.workspace.workspaceId}::uuid`;
  await countPeople(Date.now() + 60_000, { isWhole: true, workspaceId: kept.workspace.workspaceId });
  const time = { from: new Date(Date.now() - 24 * hour).toISOString(), to: new Date(Date.now() + hour).toISOString() };
  const { groups, now } = await getUsage(kept.workspace.owner, { ...time, by: "user" });
  const sums = groups.map(({ name: user, interactions, costUsd }) => ({ user, interactions, costUsd }));
  expect(sums.reduce((sum, { interactions }) => sum + interactions, 0)).toBe(now.interactions);
  return sums.find(({ user }) => user === "ana");
}
const once = { user: "ana", interactions: 1, costUsd: 1 };
/** Switches whether the answers of one prompt are stored in PostgreSQL. */
const keepHere = async (isDirect: boolean) => {
  await switchDirect(isDirect);
  forgetDirectIntake(kept.workspace.workspaceId);
};

describe.skipIf(!clickHouse())("users of answers stored only in ClickHouse (npm run test:clickhouse)", () => {
  beforeEach(async () => {
    kept = await createKeptEvents(name, other);
    await kept.startDirect();
  });
  afterAll(() => switchDirect(false));

  it("count an answer once that is reported in two hours", async () => {
    await tell(report("asked", 5));
    await copyToStore();
    await tell(report("done", 3, { completed: true }));
    expect(await kept.here()).toEqual([]);
    expect(await byUser()).toEqual(once);
  });

  it("count it once if the later report arrives first", async () => {
    await tell(report("done", 3, { completed: true }));
    await copyToStore();
    await tell(report("asked", 5));
    expect(await byUser()).toEqual(once);
  });

  it("count it once if both reports arrive together, in one batch or two", async () => {
    await tell(report("asked", 5), report("done", 3));
    await tell(report("again", 4));
    expect(await byUser()).toEqual(once);
  });

  it.each([
    ["PostgreSQL first", false],
    ["ClickHouse first", true],
  ])("count it once if it is reported in both stores, %s", async (_, isDirect) => {
    await keepHere(isDirect);
    await tell(report("asked", 5));
    await copyToStore();
    await keepHere(!isDirect);
    await tell(report("done", 3), report("later", 5));
    expect(await kept.here()).toHaveLength(isDirect ? 4 : 2);
    expect(await byUser()).toEqual(once);
  });

  it("count it once if it is reported in both stores between two rounds", async () => {
    await keepHere(false);
    await tell(report("asked", 5));
    await keepHere(true);
    await tell(report("done", 3));
    expect(await byUser()).toEqual(once);
  });

  it("are counted again if an hour was counted before all of its answers were there", async () => {
    await tell(report("waits", 0));
    await rollUpAll(); // counted, and not in ClickHouse yet
    await countPeople(Date.now() + 60_000, { isWhole: true, workspaceId: kept.workspace.workspaceId });
    const due = () => prisma().$queryRaw`select interactions::int, is_due as "isDue" from usage_people_hours
      where workspace_id = ${kept.workspace.workspaceId}::uuid order by hour desc limit 1`;
    expect(await due()).toEqual([{ interactions: 2, isDue: true }]);
    await forwardEvents(Date.now() + 10_000);
    await prisma().$executeRaw`update usage_people_hours set counted_at = now() - interval '1 day'
      where workspace_id = ${kept.workspace.workspaceId}::uuid`;
    await countPeople(Date.now() + 60_000, { isWhole: true, workspaceId: kept.workspace.workspaceId });
    const rows = await prisma().$queryRaw`select name, interactions::int from usage_people
      where workspace_id = ${kept.workspace.workspaceId}::uuid and hours = 1 and not is_session`;
    expect(rows).toContainEqual({ name: "ana", interactions: 1 });
    expect(await due()).toEqual([{ interactions: 2, isDue: false }]);
  });
});
