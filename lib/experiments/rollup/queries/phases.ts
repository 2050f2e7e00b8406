import { databaseNow } from "@/lib/core/database-clock";
import type { Transaction } from "@/lib/core/db";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import type { Batches } from "@/lib/telemetry/commands/take-batches";
import { reasonNumbers } from "@/lib/telemetry/interaction-mark";
import type { Range } from "../../assignment";
import type { ExperimentPlan } from "../../plan";
import { requiredPerVariant } from "../../plan-rules";
import { windowedMetrics, windowMinutes } from "../../windows";

/** Users with at least this many answers are counted when due, not with every event. */
export const deferredFrom = 2_000;
/** How many days after a phase's end feedback on its interactions still counts. */
const graceDays = 7;
/** How far an application's clock may be behind ours before its reports seem older than the user's exposure. */
export const skewMinutes = 15;

/** A phase whose users are counted: it runs, or ended within the grace period. */
export type CountedPhase = {
  workspaceId: string;
  experimentId: string;
  phase: number;
  promptId: string;
  environmentId: string;
  plan: ExperimentPlan;
  seed: string;
  groupRanges: Range[] | null;
  requiredPerVariant: number;
  /**
   * The attributes that are marked as segments, with the values that are counted separately; null if there are none.
   */
  segments: { attribute: string; values: string[] }[] | null;
  startedAt: Date;
  /** The row of the table `phases` in SQL. */
  row: object;
};

type PhaseRow = Omit<CountedPhase, "requiredPerVariant" | "row"> & { endedAt: Date | null; required: number | null };
/** Called for each phase whose plan cannot be read. The other phases are counted. */
export type OnUnreadable = (phase: Pick<CountedPhase, "experimentId" | "phase">, error: unknown) => void;

/** All phases whose users are counted, of all workspaces. */
export async function listCountedPhases(tx: Transaction, onUnreadable: OnUnreadable): Promise<CountedPhase[]> {
  const rows = await tx.$queryRaw<PhaseRow[]>`
    select p.workspace_id as "workspaceId", p.experiment_id as "experimentId", p.number as phase,
      x.prompt_id as "promptId", x.environment_id as "environmentId", p.plan, p.seed,
      p.group_ranges as "groupRanges", case when p.number = x.phase then x.required_per_variant end as required,
      p.started_at as "startedAt", p.ended_at as "endedAt",
      (select json_agg(json_build_object('attribute', g.attribute, 'values', g."values"))
       from segments g where g.workspace_id = p.workspace_id) as segments
    from experiment_phases p join experiments x on x.id = p.experiment_id and x.workspace_id = p.workspace_id
    where p.ended_at is null or p.ended_at > now() - make_interval(days => ${graceDays})`;
  return rows.flatMap((row) => {
    try {
      return [toCounted(row)];
    } catch (error) {
      onUnreadable(row, error);
      return [];
    }
  });
}

// The experiment has the plan of its last phase. An earlier phase has its own plan. Throws for a plan that cannot be
// read.
const toCounted = ({ required, endedAt, ...phase }: PhaseRow): CountedPhase => ({
  ...phase,
  requiredPerVariant: required ?? requiredPerVariant(phase.plan),
  row: rowOf(phase, endedAt),
});

type PhaseFacts = Omit<PhaseRow, "required" | "endedAt">;

const rowOf = ({ plan, startedAt, ...phase }: PhaseFacts, endedAt: Date | null) => ({
  workspace_id: phase.workspaceId,
  experiment_id: phase.experimentId,
  phase: phase.phase,
  prompt_id: phase.promptId,
  environment_id: phase.environmentId,
  from_at: startedAt,
  to_at: endedAt ?? new Date(databaseNow().getTime() + 86_400_000),
  primary_metric: plan.primaryMetric,
  primary_minutes: windowMinutes(plan, plan.primaryMetric),
  windows: Object.fromEntries(windowedMetrics.map((metric) => [metric, windowMinutes(plan, metric)])),
  by_variant: Object.fromEntries(plan.variants.map(({ key, version }) => [key, version])),
  versions: [...new Set(plan.variants.map(({ version }) => version))],
  asked_segments: phase.segments,
});

/** The phases as the JSON parameter of `phaseRows`. */
export const phasesParameter = (phases: readonly CountedPhase[]): string =>
  JSON.stringify(phases.map(({ row }) => row));

/** SQL of the table `phases`, from the parameter at `place`. */
export const phaseRows = (place: string) => `phases as (select * from json_to_recordset(${place}::json) as r (
  workspace_id uuid, experiment_id uuid, phase int, prompt_id uuid, environment_id uuid, from_at timestamptz,
  to_at timestamptz, primary_metric text, primary_minutes int, windows json, by_variant json, versions int[],
  asked_segments json))`;

/** SQL condition: the answer was resolved because of an experiment, or its reason is unknown. */
export const mayBeAssigned = (row: string) => `(${row}.reason is null or ${row}.reason = ${reasonNumbers.experiment})`;

export type ActiveUnit = {
  experimentId: string;
  phase: number;
  unitId: string;
  /** Whether an exposure of this user is stored. */
  isKnown: boolean;
  /** Whether this user has so many answers that they are counted when due, not with every event. */
  isDeferred: boolean;
  /** The plan's versions in the new interactions, each with its first time. Empty if there is only feedback. */
  versions: { version: number; at: string }[];
};

/**
 * The maximum number of reports read per interaction id. An interaction has one or two reports; an application may
 * wrongly use one id for all. The rest is then counted with later reports.
 */
export const mostReports = 20;

// Read from the batches. In a partition without statistics, the planner would search everything that the workspace
// reported since the phase began.
const activeUnitsText = `with ${phaseRows("$1")},
  spoke as (
    select p.experiment_id, p.phase, i.user_id as unit_id, i.version, min(i.at) as at
    from (
      select * from interactions i where i.batch_id = any($2::bigint[]) and i.at between $3 and $4
        and i.user_id is not null and ${mayBeAssigned("i")} offset 0) i
    join phases p on p.prompt_id = i.prompt_id and p.environment_id = i.environment_id
      and p.workspace_id = i.workspace_id and i.at between p.from_at and p.to_at and i.version = any(p.versions)
    group by 1, 2, 3, 4
    union all
    select p.experiment_id, p.phase, i.user_id, null, null
    from (
      select distinct workspace_id, interaction_id from feedback
      where batch_id = any($2::bigint[]) and at between $3 and $4) f
    cross join lateral (
      select * from interactions
      where workspace_id = f.workspace_id and interaction_id = f.interaction_id and at >= $5 limit ${mostReports}) i
    join phases p on p.prompt_id = i.prompt_id and p.environment_id = i.environment_id
      and p.workspace_id = i.workspace_id and i.at between p.from_at and p.to_at and i.version = any(p.versions)
    where i.user_id is not null)
  select s.*, u.unit_id is not null as "isKnown",
    coalesce(u.rest_until > now(), false) as "isDeferred"
  from (
    select experiment_id as "experimentId", phase, unit_id as "unitId",
      coalesce(json_agg(json_build_object('version', version, 'at', at)) filter (where at is not null), '[]') as versions
    from spoke group by 1, 2, 3) s
  left join experiment_units u
    on u.experiment_id = s."experimentId" and u.phase = s.phase and u.unit_id = s."unitId"`;

/** The users of phases with interactions or feedback in these batches. */
export function listActiveUnits(
  tx: Transaction,
  phases: readonly CountedPhase[],
  batches: Batches,
): Promise<ActiveUnit[]> {
  const earliest = new Date(Math.min(...phases.map(({ startedAt }) => startedAt.getTime())));
  return tx.$queryRawUnsafe<ActiveUnit[]>(
    activeUnitsText,
    phasesParameter(phases),
    batches.ids,
    batches.from,
    batches.to,
    earliest,
  );
}

export type UnitKey = { experimentId: string; phase: number; unitId: string };

/** Users to count without new events: those exposed since, or with an answer that is now old enough. */
export function listUncounted(tx: Transaction, phases: readonly CountedPhase[], limit: number): Promise<UnitKey[]> {
  return tx.$queryRawUnsafe<UnitKey[]>(
    `with ${phaseRows("$1")}
     (select u.experiment_id as "experimentId", u.phase, u.unit_id as "unitId"
     from phases p join experiment_units u on u.experiment_id = p.experiment_id and u.phase = p.phase
     where not u.is_counted and coalesce(u.rest_until <= now(), true) limit $2)
     union
     (select u.experiment_id, u.phase, u.unit_id
     from phases p join experiment_units u on u.experiment_id = p.experiment_id and u.phase = p.phase
     where u.due_at <= now() limit $2)
     limit $2`,
    phasesParameter(phases),
    limit,
  );
}

export type Weights = { experimentId: string; phase: number; batch: number; at: Date; weights: Record<string, number> };

/** The weights served over time, oldest first. */
export function listWeights(tx: Transaction, phases: readonly CountedPhase[]): Promise<Weights[]> {
  const where: Prisma.ExperimentWeightsWhereInput = {
    OR: phases.map(({ workspaceId, experimentId, phase }) => ({ workspaceId, experimentId, phase })),
  };
  return tx.experimentWeights.findMany({
    where,
    select: { experimentId: true, phase: true, batch: true, at: true, weights: true },
    orderBy: [{ experimentId: "asc" }, { phase: "asc" }, { batch: "asc" }],
  }) as Promise<Weights[]>;
}
