import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { recordEvents } from "@/lib/telemetry/commands/record-events";
import { switchDirect } from "@/lib/telemetry/store/commands/switch-direct";
import { copyToStore } from "@/lib/testing/event-store";
import { createKeptEvents, type KeptEvents } from "@/lib/testing/kept-events";
import { rollUpAll } from "@/lib/testing/roll-up";
import { keyActorFor } from "@/lib/testing/workspace";
import { countPeople } from "./commands/count-people";
import { deleteUserData } from "./commands/delete-user-data";
import { eraseDueUsers } from "./commands/erase-user";
import { getUsage } from "./queries/usage";
import type { SummedDimension } from "./usage";

const [name, other] = ["users/mail", "users/chat"] as const;
const hour = 3_600_000;
const day = 24 * hour;
const now = Date.now();
const at = (hoursAgo: number) => new Date(now - hoursAgo * hour).toISOString();
const hourOf = (ms: number) => new Date(Math.floor(ms / hour) * hour).toISOString();
let kept: KeptEvents;
let answers = 0;

const answer = (userId: string | undefined, extra: object = {}) =>
  kept.interaction(`answer-${answers++}`, { userId, at: at(3), ...extra });
/** Counts every hour anew, as the job does when it is due. */
async function count() {
  await rollUpAll();
  await copyToStore();
  await prisma().$executeRaw`update usage_people_hours set counted_at = now() - interval '1 day'
    where workspace_id = ${kept.workspace.workspaceId}::uuid`;
  // An hour stays due if ClickHouse does not answer in time, as on a busy machine.
  do await countPeople(Date.now() + 60_000, { isWhole: true, workspaceId: kept.workspace.workspaceId });
  while ((await dueHours()).length > 0);
}

const dueHours = () => prisma().$queryRaw<unknown[]>`
  select 1 from (
    select hour, sum(interactions)::bigint as interactions from usage_hours
    where workspace_id = ${kept.workspace.workspaceId}::uuid group by hour) u
  left join usage_people_hours c on c.workspace_id = ${kept.workspace.workspaceId}::uuid and c.hour = u.hour
  where c.is_due is distinct from false or c.users_of is distinct from u.interactions`;
const usage = (by: SummedDimension | "user", days = 3, step?: "hour" | "day" | "week" | "month") =>
  getUsage(kept.workspace.owner, { from: new Date(now - days * day).toISOString(), to: at(-1), by, step });
const usersBy = async (by: SummedDimension) =>
  Object.fromEntries((await usage(by)).groups.map((group) => [group.name, group.users]));

const stores = clickHouse() ? (["PostgreSQL", "ClickHouse alone"] as const) : (["PostgreSQL"] as const);
describe.each(stores)("users of answers in %s", (store) => {
  beforeEach(async () => {
    kept = await createKeptEvents(name, other);
    if (store === "ClickHouse alone") await kept.startDirect();
  });
  afterAll(() => switchDirect(false));

  it("count once in each prompt, version, model, environment and key, and in all of them together", async () => {
    await kept.send([
      answer("ana"),
      answer("ana", { at: at(30), model: "gpt-4.1" }),
      answer("ben", { model: "gpt-4.1" }),
      answer("ana", { prompt: other }),
      answer("eva", { prompt: other, environment: "staging" }),
      answer(undefined, { prompt: other, environment: "development" }),
    ]);
    await prisma().apiKey.createMany({
      data: ["one", "two"].map((prefix) => ({
        workspaceId: kept.workspace.workspaceId,
        name: "web",
        scope: "runtime" as const,
        prefix,
        hash: `${kept.workspace.workspaceId}${prefix}`,
        createdByName: "test",
      })),
    });
    const keys = await prisma().apiKey.findMany({ where: { workspaceId: kept.workspace.workspaceId, name: "web" } });
    for (const { id, prefix } of keys)
      await recordEvents(keyActorFor(kept.workspace, "all", { keyId: id }), [answer("ana"), answer(`of ${prefix}`)]);
    if (store === "ClickHouse alone") expect(await kept.here()).toEqual([]);
    await count();
    expect(await usersBy("prompt")).toEqual({ [name]: 4, [other]: 2 });
    expect(await usersBy("version")).toEqual({ [`${name} v1`]: 4, [`${other} v1`]: 2 });
    expect(await usersBy("model")).toEqual({ "not said": 4, "gpt-4.1": 2 });
    expect(await usersBy("environment")).toEqual({ production: 4, staging: 1, development: 0 });
    expect(await usersBy("key")).toEqual({ "not known": 3, web: 3 });
    const { users, steps } = await usage("prompt", 3, "day");
    expect(users).toMatchObject({ count: 5, from: hourOf(now - 3 * day) });
    expect(steps.every((step) => step.users !== null && step.users > 0)).toBe(true);
    const { groups, users: total } = await usage("user");
    expect(groups.map((group) => group.users)).toEqual(groups.map(() => null));
    expect(total.count).toBe(5);
  });

  it("of months, days and hours count once together", async () => {
    const reports = [1, 20, 26, 100, 27 * 24].map((hoursAgo) => answer("ana", { at: at(hoursAgo) }));
    await kept.send([...reports, answer("ben", { at: at(27 * 24) })]);
    await count();
    const whole = await usage("prompt", 40, "month");
    expect([whole.users.count, whole.groups[0]?.users]).toEqual([2, 2]);
    expect(whole.steps.map(({ users }) => users)).toContain(2);
    for (const step of ["day", "week", "hour"] as const) {
      const counts = (await usage("prompt", 30, step)).steps.map(({ users }) => users);
      expect(Math.max(...counts.map((users) => users ?? Number.NaN)), step).toBe(2);
    }
    expect((await usage("prompt", 2)).users.count).toBe(1);
  });

  it("stay in the sums if their data is deleted, and are not found in them", async () => {
    await kept.send([answer("ana"), answer("ana", { at: at(2) }), answer("ben")]);
    await count();
    await deleteUserData(kept.workspace.owner, { userId: "ana" });
    const erase = () => eraseDueUsers(Date.now() + 60_000, { first: 0, second: 0 });
    await erase();
    await copyToStore();
    await erase();
    await copyToStore();
    await count();
    expect((await usage("prompt")).users.count).toBe(2);
    const before = await prisma().$queryRaw`select distinct bit_count(bits)::int as bits from usage_users
      where workspace_id = ${kept.workspace.workspaceId}::uuid and unit = 'hour' order by 1`;
    expect(before).toEqual([{ bits: 1 }, { bits: 2 }]);
  });

  it("are counted again if an answer arrives late", async () => {
    await kept.send([answer("ana")]);
    await count();
    await kept.send([answer("ben"), answer("ana")]);
    await count();
    expect((await usage("prompt")).users.count).toBe(2);
  });
});

it("are counted again where an instance of the version before counted, and the view says from when", async () => {
  kept = await createKeptEvents(name, other);
  await kept.send([answer("ana"), answer("ana", { at: at(5) })]);
  await count();
  await prisma().$executeRaw`delete from usage_users where workspace_id = ${kept.workspace.workspaceId}::uuid`;
  await prisma().$executeRaw`update usage_people_hours set users_of = null
    where workspace_id = ${kept.workspace.workspaceId}::uuid`;
  const { users } = await usage("prompt");
  expect(users.count).toBe(0);
  expect(Date.parse(users.from)).toBeGreaterThan(now - 3 * hour);
  await count();
  expect((await usage("prompt")).users).toMatchObject({ count: 1, from: hourOf(now - 3 * day) });
});
