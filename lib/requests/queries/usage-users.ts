import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { oldestHour, peopleTimes, startOfHour } from "../people-times";
import { type TimeParts, type TimeRange, timeParts, weekParts } from "../time-parts";
import type { SummedDimension } from "../usage";
import type { UserBits } from "../usage-groups";
import { startOfStep, type UsageStep } from "../usage-steps";
import { usersOf } from "../user-sketch";
import { columnsOf, isOurs, isWithin, type UsagePlace, withNames } from "./usage-sums";

type UsersQuery = { by: SummedDimension | null; step: UsageStep | undefined };

/** The users of a time range, of its groups and of its steps, counted from `from`; in steps from `stepsFrom`. */
export type UsersInTime = {
  from: Date;
  total: number;
  groups: UserBits[];
  stepsFrom: Date;
  steps: (UserBits & { at: Date })[];
};

const columns = ["prompt_id", "version", "model", "environment_id", "key_id"] as const;
const types = { prompt_id: "uuid", version: "int", model: "text", environment_id: "uuid", key_id: "uuid" };

/** Returns the end of the newest hour in the range that was counted without sketches, or `counted`. */
async function findSketched({ workspaceId, from, to }: UsagePlace, counted: Date): Promise<Date> {
  const [row] = await prisma().$queryRaw<[{ from: Date | null }]>`
    select max(hour) + interval '1 hour' as "from" from usage_people_hours
    where workspace_id = ${workspaceId}::uuid and hour >= ${startOfHour(from)} and hour < ${to} and users_of is null`;
  return row.from && row.from > counted ? row.from : counted;
}

/** The whole months, weeks and days of a time, and the hours around them. */
type SketchParts = TimeParts & { weeks: TimeRange[] };

/**
 * Splits the time for sketches of the whole range, or of each step. Where hours are no longer kept, the whole day is
 * used.
 */
function partsOf({ from, to }: UsagePlace, step: UsageStep | null): SketchParts {
  const { firstDay, lastDay, ...times } = peopleTimes({ from, to }, databaseNow());
  const days = { from: firstDay, to: lastDay };
  const none = { months: [], weeks: [], days: [], hours: [] };
  if (step === "hour") return { ...none, hours: [times] };
  const hours = [
    { from: times.from, to: firstDay },
    { from: lastDay, to: times.to },
  ].filter((range) => range.from < range.to);
  if (step === "day") return { ...none, days: [days], hours };
  if (step === "week") return { ...none, ...weekParts(days), hours };
  return { ...none, ...timeParts(days), hours };
}

function sketches(place: UsagePlace, by: SummedDimension, { months, weeks, days, hours }: SketchParts): Prisma.Sql {
  const units = Object.entries({ month: months, week: weeks, day: days, hour: hours });
  const within = units.map(([unit, ranges]) => Prisma.sql`unit = ${unit} and ${isWithin("at", ranges, "timestamptz")}`);
  return Prisma.sql`select * from usage_users where ${isOurs(place)} and dimension = ${by}
    and (${Prisma.join(within, " or ")})`;
}

/** Counts the bits of each group, and of each step in time if `step` is given. */
function readBits(place: UsagePlace, by: SummedDimension, step: UsageStep | null) {
  const own: readonly string[] = by === "model" ? ["model"] : columnsOf[by];
  const grouped = columns.map((name) => (own.includes(name) ? name : `null::${types[name]} as ${name}`)).join(", ");
  const at = step ? Prisma.sql`date_trunc(${step}, at, 'UTC')` : Prisma.sql`null::timestamptz`;
  // Several keys may have one name, so the sketches are joined by name.
  return prisma().$queryRaw<(UserBits & { at: Date })[]>`
    select u.at, p.name as prompt, u.version, coalesce(u.model, '') as model, e.name as environment, k.name as key,
      bit_count(bit_or(u.bits))::int as bits
    from (
      select at, ${Prisma.raw(columns.join(", "))}, bit_or(bits) as bits
      from (select ${at} as at, ${Prisma.raw(grouped)}, bits from (${sketches(place, by, partsOf(place, step))}) s) g
      group by 1, 2, 3, 4, 5, 6) u
    ${withNames(place)} group by 1, 2, 3, 4, 5, 6`;
}

async function readTotal(place: UsagePlace): Promise<number> {
  const [row] = await prisma().$queryRaw<[{ bits: number }]>`
    select coalesce(bit_count(bit_or(bits)), 0)::int as bits
    from (${sketches(place, "environment", partsOf(place, null))}) s`;
  return usersOf(row.bits);
}

/**
 * Counts the users of a time, and of each group and step if `by` is given, from sketches: the cost does not depend on
 * the number of answers. `counted` is from when users are counted.
 */
export async function countUsers(place: UsagePlace, counted: Date, { by, step }: UsersQuery): Promise<UsersInTime> {
  const from = await findSketched(place, counted);
  const sketched = { ...place, from };
  const [total, groups, steps] = await Promise.all([
    readTotal(sketched),
    by ? readBits(sketched, by, null) : [],
    by && step ? readBits(sketched, by, step) : [],
  ]);
  const oldest = oldestHour(databaseNow());
  const firstStep = startOfStep(from, step ?? "day");
  const stepsFrom = step === "hour" && firstStep < oldest ? oldest : firstStep;
  return { from, total, groups, stepsFrom, steps };
}
