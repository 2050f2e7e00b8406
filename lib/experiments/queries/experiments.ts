import type { Actor } from "@/lib/auth/actor";
import { authorize, can, type EnvironmentScope } from "@/lib/auth/authorize";
import { withinLimitSql } from "@/lib/auth/environment-limit";
import { byChange, decodeCursor, type Page, type PageRequest, timeKey, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import { hasNameSql } from "@/lib/core/environment-name";
import { notFound } from "@/lib/core/errors";
import { Prisma } from "@/lib/core/generated/prisma/client";
import type { ExperimentPlan } from "../plan";
import { detectableChange, requiredPerVariant } from "../plan-rules";
import type { Finding, findingStates } from "../results/finding";
import { countedUsers } from "../results/progress";
import type { ArmTotals } from "../totals";
import type { ExperimentDecision, ExperimentSummary, ExperimentView, PhaseView } from "../views";

type ExperimentRow = Omit<ExperimentSummary, "createdBy" | "progress" | "variants" | "primaryMetric" | "finding"> & {
  plan: ExperimentPlan;
  required: number | null;
  /** The arms of the last snapshot; null before the first one. */
  arms: ArmTotals[] | null;
  /** The counted users before the first snapshot; null before the start. */
  users: number | null;
  createdByKind: ExperimentSummary["createdBy"]["kind"];
  createdById: string | null;
  createdByName: string;
  startedAt: Date | null;
  endedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  decision: ExperimentDecision | null;
  finding: Finding | null;
};

// Users come from the last snapshot, because a list must not count millions of rows. They are counted only before the
// first snapshot.
const snapshots = Prisma.sql`experiment_snapshots s where s.experiment_id = x.id and s.phase = x.phase`;
const columns = Prisma.sql`x.id, x.name, x.hypothesis, p.name as prompt, e.name as environment, x.kind::text as kind,
  x.status::text as status, x.plan, x.phase, x.required_per_variant as required, x.started_at as "startedAt",
  x.ended_at as "endedAt", x.end_reason as "endReason", x.decision, x.created_by_kind::text as "createdByKind",
  x.created_by_id as "createdById", x.created_by_name as "createdByName", x.created_at as "createdAt",
  x.updated_at as "updatedAt", x.finding,
  (select w.weights from experiment_weights w where w.experiment_id = x.id order by w.phase desc, w.batch desc limit 1) as weights,
  (select s.totals->'arms' from ${snapshots} order by s.at desc limit 1) as arms,
  case when x.phase = 0 or exists (select 1 from ${snapshots}) then null else
    (select min((select count(*)::int from experiment_units u
        where u.experiment_id = x.id and u.phase = x.phase and u.variant = v->>'key'))
      from jsonb_array_elements(x.plan->'variants') v) end as users`;
const from = Prisma.sql`from experiments x join prompts p on p.id = x.prompt_id
  join environments e on e.id = x.environment_id`;

function toSummary({
  plan,
  required,
  arms,
  users,
  createdByKind,
  createdById,
  createdByName,
  finding,
  ...row
}: ExperimentRow): ExperimentSummary {
  const counted = arms ? countedUsers(plan, { arms }) : users;
  return {
    ...row,
    variants: plan.variants,
    primaryMetric: plan.primaryMetric,
    progress: counted === null ? null : { users: counted, required: required ?? requiredPerVariant(plan) },
    finding: toFinding(finding, row.phase),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    createdBy: { kind: createdByKind, id: createdById, name: createdByName },
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** A finding of an earlier phase does not apply to this one. */
function toFinding(stored: Finding | null, phase: number): ExperimentSummary["finding"] {
  if (!stored || stored.phase !== phase || stored.state === "open") return null;
  const { state, sentence, asOf } = stored;
  return { state, sentence, asOf };
}

/** Experiments that need a decision or a repair. */
const undecided = Prisma.sql`x.status in ('running', 'stopped') and (x.finding->>'phase')::int = x.phase`;

export type ExperimentFilter = {
  status?: ExperimentSummary["status"] | undefined;
  /** The current or a former name of the prompt. */
  prompt?: string | undefined;
  environment?: string | undefined;
  /** Only undecided experiments with this finding. */
  finding?: (typeof findingStates)[number] | undefined;
};

/** The workspace's experiments, by last change, newest first. */
export async function listExperiments(
  actor: Actor,
  { limit, cursor, status, prompt, environment, finding }: PageRequest & ExperimentFilter,
): Promise<Page<ExperimentSummary>> {
  authorize(actor, "prompt:read");
  const after = decodeCursor(cursor, timeKey);
  const rows = await prisma().$queryRaw<ExperimentRow[]>`
    select ${columns} ${from} where x.workspace_id = ${actor.workspaceId}::uuid and ${withinLimitSql(actor)}
      ${status ? Prisma.sql`and x.status = ${status}::experiment_status` : Prisma.empty}
      ${prompt ? Prisma.sql`and (p.name = ${prompt} or exists (select 1 from prompt_aliases a where a.prompt_id = p.id and a.name = ${prompt}))` : Prisma.empty}
      ${environment ? Prisma.sql`and ${hasNameSql(environment)}` : Prisma.empty}
      ${finding ? Prisma.sql`and ${undecided} and x.finding->>'state' = ${finding}` : Prisma.empty}
      ${after ? Prisma.sql`and (x.updated_at, x.id) < (${new Date(after[0])}, ${after[1]}::uuid)` : Prisma.empty}
    order by x.updated_at desc, x.id desc limit ${limit + 1}`;
  return toPage(rows, limit, byChange, toSummary);
}

/** An experiment that needs an action: it has a verdict, or it runs and its results are not valid. */
export type WaitingExperiment = Pick<ExperimentSummary, "id" | "name" | "prompt" | "environment" | "status"> & {
  finding: NonNullable<ExperimentSummary["finding"]>;
};

const mostWaiting = 300;

/** The experiments that this person may decide or repair, by last change, newest first. */
export async function listWaitingExperiments(
  actor: Actor,
  { prompt, environment }: Pick<ExperimentFilter, "prompt" | "environment"> = {},
): Promise<WaitingExperiment[]> {
  authorize(actor, "prompt:read");
  if (!can(actor, "experiment:write")) return [];
  type WaitingRow = Omit<WaitingExperiment, "finding"> & { finding: Finding; phase: number; scope: EnvironmentScope };
  const rows = await prisma().$queryRaw<WaitingRow[]>`
    select x.id, x.name, p.name as prompt, e.name as environment, x.status::text as status, x.finding, x.phase,
      json_build_object('id', e.id, 'name', e.name, 'isProtected', e.is_protected) as scope
    ${from} where x.workspace_id = ${actor.workspaceId}::uuid and ${undecided}
      and (x.finding->>'state' = 'verdict' or (x.finding->>'state' = 'not_valid' and x.status = 'running'))
      ${prompt ? Prisma.sql`and p.name = ${prompt}` : Prisma.empty}
      ${environment ? Prisma.sql`and ${hasNameSql(environment)}` : Prisma.empty}
    order by x.updated_at desc, x.id desc limit ${mostWaiting}`;
  return rows.flatMap(({ scope, finding: storedFinding, phase, ...row }) => {
    const finding = toFinding(storedFinding, phase);
    return finding && can(actor, "prompt:promote", scope) ? [{ ...row, finding }] : [];
  });
}

/** Returns an experiment with its plan, phases and current shares; null if it is not in this workspace. */
export async function getExperiment(actor: Actor, id: string): Promise<ExperimentView | null> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const [[row], phases] = await Promise.all([
    prisma().$queryRaw<ExperimentRow[]>`
      select ${columns} ${from} where x.workspace_id = ${workspaceId}::uuid and x.id = ${id}::uuid
        and ${withinLimitSql(actor)}`,
    prisma().experimentPhase.findMany({ where: { workspaceId, experimentId: id }, orderBy: { number: "asc" } }),
  ]);
  if (!row) return null;
  const { variants: _, kind: __, primaryMetric: ___, ...plan } = row.plan;
  const required = row.required ?? requiredPerVariant(row.plan);
  const { up, down } = detectableChange(row.plan, required);
  const orNull = (change: number) => (Number.isFinite(change) ? change : null);
  return {
    ...toSummary(row),
    ...plan,
    planHash: phases.at(-1)?.planHash ?? null,
    requiredPerVariant: required,
    detectable: { up: orNull(up), down: orNull(down) },
    phases: phases.map(
      ({ number, planHash, plan: frozen, reason, startedBy, startedAt, endedAt }): PhaseView => ({
        number,
        planHash,
        plan: frozen as ExperimentPlan,
        reason,
        startedBy,
        startedAt: startedAt.toISOString(),
        endedAt: endedAt?.toISOString() ?? null,
      }),
    ),
  };
}

/** Returns an experiment. Throws 404 `not_found`. */
export async function getExperimentOrThrow(actor: Actor, id: string): Promise<ExperimentView> {
  const experiment = await getExperiment(actor, id);
  if (!experiment) throw notFound("This experiment");
  return experiment;
}

/** The number of experiments that run in the workspace. */
export function countRunningExperiments(actor: Actor): Promise<number> {
  authorize(actor, "prompt:read");
  return prisma().experiment.count({ where: { workspaceId: actor.workspaceId, status: "running" } });
}
