import { type Actor, actorRecord } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { isUniqueViolation } from "@/lib/core/database-errors";
import { type Transaction, transaction } from "@/lib/core/db";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { publish } from "@/lib/core/publish";
import { parseInput } from "@/lib/core/validation";
import { loadEnvironment } from "@/lib/registry/commands/load";
import { mostUnusable } from "@/lib/registry/gate/judge-version";
import { getRunOrThrow } from "../queries";
import { type CreateRunFields, createRunInput } from "../schema";
import type { RunTrigger, RunView } from "../types";
import { type GivenSet, planRun, type RunPlan } from "./plan-run";

/** The topic on which a workspace's id is published when a run was created or ended, so that engines check at once. */
export const runsTopic = "evaluation.runs";

// Two requests with these triggers share one run. A request by a person or an application always creates a new one.
const sharedTriggers = ["save", "gate", "baseline"] as const satisfies readonly RunTrigger[];

/**
 * Creates an evaluation run. Stores everything the run needs, with its pending answers. Uses the current suite, or the
 * cases and scorers of `fixedSet`. With a baseline: reuses a run of that version on the same set, or creates one.
 * Throws 422 for a version without a model, for a suite without cases or scorers, and for a budget if a price is
 * unknown.
 */
export async function createRun(
  actor: Actor,
  input: CreateRunFields & { trigger: RunTrigger },
  fixedSet?: GivenSet,
): Promise<RunView> {
  authorize(actor, "prompt:read"); // for the response
  const { trigger, ...fields } = input;
  const parsed = parseInput(createRunInput, fields);
  const environment = parsed.environment ? await loadEnvironment(actor.workspaceId, parsed.environment) : null;
  authorize(actor, "evaluation:run", environment ?? undefined);
  const environmentId = environment?.id ?? null;
  const plan = await planRun(actor, parsed, fixedSet);
  const make = () =>
    transaction(async (tx) => {
      const baselineRunId = plan.baseline && (await takeBaseline(tx, actor, plan, environmentId));
      return takeRun(tx, actor, plan, { trigger, environmentId, baselineRunId });
    });
  // A concurrent request created the same run. The second attempt finds it.
  const id = await make().catch((error: unknown) => {
    if (!isUniqueViolation(error)) throw error;
    return make();
  });
  publish(runsTopic, actor.workspaceId);
  return getRunOrThrow(actor, id);
}

/** Returns an estimate of the run without creating it. Throws the same errors as `createRun`. */
export async function previewRun(actor: Actor, input: CreateRunFields): Promise<RunPreview> {
  authorize(actor, "evaluation:run");
  const { estimate, model, repeats, concurrency, scorers, baseline } = await planRun(
    actor,
    parseInput(createRunInput, input),
  );
  return { ...estimate, model, repeats, concurrency, scorers: scorers.length, hasBaseline: baseline !== null };
}

export type RunPreview = RunPlan["estimate"] &
  Pick<RunPlan, "model" | "repeats" | "concurrency"> & { scorers: number; hasBaseline: boolean };

type Links = { trigger: RunTrigger; environmentId: string | null; baselineRunId: string | null };

const isShared = (trigger: RunTrigger) => (sharedTriggers as readonly RunTrigger[]).includes(trigger);

/** Returns the unfinished run with the same configuration, or creates one. */
async function takeRun(tx: Transaction, actor: Actor, plan: RunPlan, links: Links): Promise<string> {
  const { workspaceId } = actor;
  const { promptId, version, configHash: hash } = plan;
  const same = isShared(links.trigger)
    ? await tx.evaluationRun.findFirst({
        where: {
          workspaceId,
          promptId,
          version,
          configHash: hash,
          trigger: { in: [...sharedTriggers] },
          status: { in: ["queued", "running"] },
        },
        select: { id: true, baselineRunId: true, environmentId: true },
      })
    : null;
  if (!same) return insertRun(tx, actor, plan, links);
  await tx.evaluationRun.update({
    where: { id: same.id, workspaceId },
    data: {
      ...(links.baselineRunId &&
        !same.baselineRunId && { baselineRunId: links.baselineRunId, baselineVersion: plan.baseline?.version }),
      ...(links.environmentId && !same.environmentId && { environmentId: links.environmentId }),
    },
  });
  return same.id;
}

/** Returns a valid or unfinished run of the baseline on the same set with the same judges, or creates one. */
async function takeBaseline(tx: Transaction, actor: Actor, plan: RunPlan, environmentId: string | null) {
  const { baseline } = plan;
  if (!baseline) return null;
  const { workspaceId } = actor;
  // An unfinished run is reused even if its judges differ: only one can exist, and the gate compares the judges.
  const scorers = JSON.stringify(plan.scorers);
  const [existing] = await tx.$queryRaw<{ id: string }[]>`
    select id from evaluation_runs
    where workspace_id = ${workspaceId}::uuid and prompt_id = ${plan.promptId}::uuid
      and version = ${baseline.version} and config_hash = ${plan.configHash}
      and (status in ('queued', 'running') or (status = 'finished' and scorers = ${scorers}::jsonb
        and failed <= total * ${mostUnusable}::float8 and invalid_judgements <= judgements * ${mostUnusable}::float8))
    order by scorers = ${scorers}::jsonb desc, status = 'finished' desc, created_at desc limit 1`;
  if (existing) return existing.id;
  const links: Links = { trigger: "baseline", environmentId, baselineRunId: null };
  return insertRun(tx, actor, { ...plan, ...baseline, baseline: null }, links);
}

const asJson = (value: unknown) => value as Prisma.InputJsonValue;

async function insertRun(tx: Transaction, actor: Actor, plan: RunPlan, links: Links): Promise<string> {
  const { workspaceId } = actor;
  const { actorKind, actorId, actorName } = actorRecord(actor);
  const { suiteId, suiteRevision, baseline, promptName, cases, model, scorers, estimate, ...own } = plan;
  const { id } = await tx.evaluationRun.create({
    data: {
      workspaceId,
      suiteId,
      suiteRevision,
      ...links,
      ...own,
      model: asJson(model),
      scorers: asJson(scorers),
      estimatedCostUsd: estimate.costUsd,
      baselineVersion: baseline?.version ?? null,
      total: cases * plan.repeats,
      createdByKind: actorKind,
      createdById: actorId,
      createdByName: actorName,
    },
    select: { id: true },
  });
  await tx.$executeRaw`
    insert into evaluation_answers (id, workspace_id, run_id, case_id, position, repeat)
    select gen_random_uuid(), c.workspace_id, ${id}::uuid, c.id, c.position, r.repeat
    from (select id, workspace_id, row_number() over (order by case_key) as position, count(*) over () as total
      from test_cases
      where workspace_id = ${workspaceId}::uuid and suite_id = ${suiteId}::uuid
        and added_in <= ${suiteRevision} and (removed_in is null or removed_in > ${suiteRevision})) c
    cross join generate_series(1, ${plan.repeats}::int) as r(repeat)
    where c.position * ${cases}::int / c.total > (c.position - 1) * ${cases}::int / c.total`;
  await recordAudit(
    tx,
    actor,
    "evaluation.run",
    { id, name: `${promptName} v${plan.version}` },
    { prompt: promptName, version: plan.version, suiteId, suiteRevision, trigger: links.trigger },
  );
  return id;
}
