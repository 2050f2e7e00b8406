import type { Transaction } from "@/lib/core/db";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { isSampleComplete } from "../../results/progress";
import { type ExperimentTotals, sumNames } from "../../totals";
import {
  assembleTotals,
  capOfSteps,
  type DayRow,
  type HeavyRow,
  type SegmentRow,
  type StepRow,
  type TimeCell,
} from "../assemble";
import { heaviest } from "../heavy-sql";
import type { CountedPhase } from "../queries/phases";
import { ratioColumns } from "../sums";
import { cappedTimesSql } from "../times-sql";
import { stepOf } from "../weights";
import { addWithout, listInfluential } from "../without-one";
import { readTimesOf } from "./count-units";

type Group = { variant: string; isTtft: boolean; group: number; counts: string };

/** The totals of a phase, from its sums and histograms. The cost does not depend on the number of interactions. */
async function readTotals(tx: Transaction, counted: CountedPhase): Promise<ExperimentTotals> {
  const { workspaceId, experimentId, phase } = counted;
  const steps = await tx.$queryRaw<StepRow[]>`
    select variant, step::int, sums from experiment_sums
    where workspace_id = ${workspaceId}::uuid and experiment_id = ${experimentId}::uuid and phase = ${phase}`;
  const days = await tx.$queryRaw<DayRow[]>`
    select variant, day::text, sums from experiment_days
    where workspace_id = ${workspaceId}::uuid and experiment_id = ${experimentId}::uuid and phase = ${phase}`;
  const segments = await tx.$queryRaw<SegmentRow[]>`
    select variant, attribute, value, step::int, sums from experiment_segments
    where workspace_id = ${workspaceId}::uuid and experiment_id = ${experimentId}::uuid and phase = ${phase}`;
  const cap = capOfSteps(steps);
  // Aggregated by the database, because parsing tens of thousands of rows would block the process longer.
  const groups = await tx.$queryRawUnsafe<Group[]>(groupsText, workspaceId, experimentId, phase, stepOf(cap));
  const cells = groups.flatMap(({ counts, ...group }) =>
    Object.entries(JSON.parse(counts) as Record<string, number>).map(
      ([bucket, count]): TimeCell => ({ ...group, bucket: Number(bucket), count }),
    ),
  );
  const heavy = await takeHeavy(tx, counted);
  const totals = assembleTotals({ steps, days, segments, cells, heavy });
  const times = await readTimesOf(tx, counted, listInfluential(totals.arms), cap);
  return addWithout(totals, cells, times);
}

const groupsText = `
  select variant, is_ttft as "isTtft", user_group::int as "group", json_object_agg(bucket, count)::text as counts
  from (${cappedTimesSql({ phase: "workspace_id = $1::uuid and experiment_id = $2::uuid and phase = $3::int", capStep: "$4::int" })}) summed
  group by 1, 2, 3`;

type StoredSnapshot = { at: Date; totals: Pick<ExperimentTotals, "arms"> };

const tenMinutes = 600_000;
/** One snapshot is kept per ten minutes on the phase's first day, and per hour later. */
const slotOf = (at: Date, startedAt: Date) =>
  Math.floor(at.getTime() / (at.getTime() - startedAt.getTime() < 86_400_000 ? tenMinutes : 6 * tenMinutes));

/**
 * Writes a snapshot of a phase. Deletes the snapshot before the last if its time slot has another one. The first
 * snapshot with the planned sample is kept, because the verdict is read from it.
 */
export async function writeSnapshot(tx: Transaction, phase: CountedPhase): Promise<void> {
  const { workspaceId, experimentId, plan, startedAt, requiredPerVariant } = phase;
  const totals = await readTotals(tx, phase);
  const where = { workspaceId, experimentId, phase: phase.phase };
  const newest = (await tx.experimentSnapshot.findMany({
    where,
    orderBy: { at: "desc" },
    take: 2,
    select: { at: true, totals: true },
  })) as unknown as StoredSnapshot[];
  await tx.$executeRaw`
    insert into experiment_snapshots (workspace_id, experiment_id, phase, at, totals)
    values (${workspaceId}::uuid, ${experimentId}::uuid, ${phase.phase}, clock_timestamp(), ${JSON.stringify(totals)}::jsonb)
    on conflict (experiment_id, phase, at) do update set totals = excluded.totals`;
  const [last, before] = newest;
  const isComplete = (snapshot: Pick<StoredSnapshot, "totals"> | undefined) =>
    snapshot !== undefined && isSampleComplete(plan, snapshot.totals, requiredPerVariant);
  if (!last) return;
  if (isComplete(last) && !isComplete(before)) return;
  if (before && slotOf(last.at, startedAt) === slotOf(before.at, startedAt))
    await tx.experimentSnapshot.deleteMany({ where: { ...where, at: last.at } });
  else
    await tx.$executeRaw`
      update experiment_snapshots set totals = jsonb_set(totals, '{byExposureDay}', '[]') - 'byUse' - 'bySegment'
      where workspace_id = ${workspaceId}::uuid and experiment_id = ${experimentId}::uuid and phase = ${phase.phase}
        and at = ${last.at}`;
}

type PhaseKey = { workspaceId: string; experimentId: string; phase: number };

const pairs = Prisma.raw(
  `json_build_object(${sumNames
    .map((name) => `'${name}', json_build_array(u.${ratioColumns[name].b}, u.${ratioColumns[name].v})`)
    .join(", ")})`,
);

/**
 * Returns the users of each arm with the highest values, with their sums, and deletes stored users far below the top.
 */
async function takeHeavy(tx: Transaction, { workspaceId, experimentId, phase }: PhaseKey): Promise<HeavyRow[]> {
  const ranked = Prisma.sql`
    select variant, kind, unit_id, row_number() over (partition by variant, kind order by value desc, unit_id) as place
    from experiment_heavy_users
    where workspace_id = ${workspaceId}::uuid and experiment_id = ${experimentId}::uuid and phase = ${phase}`;
  await tx.$executeRaw`
    delete from experiment_heavy_users h using (${ranked}) r
    where h.experiment_id = ${experimentId}::uuid and h.phase = ${phase} and h.workspace_id = ${workspaceId}::uuid
      and h.variant = r.variant and h.kind = r.kind and h.unit_id = r.unit_id and r.place > ${2 * heaviest}`;
  return tx.$queryRaw<HeavyRow[]>`
    select u.variant, u.unit_id as "unitId", u.interactions as answers, ${pairs} as sums
    from (select distinct unit_id from (${ranked}) r where place <= ${heaviest}) h
    join experiment_units u on u.experiment_id = ${experimentId}::uuid and u.phase = ${phase}
      and u.workspace_id = ${workspaceId}::uuid and u.unit_id = h.unit_id
    order by u.variant, u.unit_id`;
}
