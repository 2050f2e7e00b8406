import type { Actor } from "@/lib/auth/actor";
import { authorize, can } from "@/lib/auth/authorize";
import { withinLimit } from "@/lib/auth/environment-limit";
import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import { Prisma } from "@/lib/core/generated/prisma/client";
import type { ExperimentPlan } from "../plan";
import { planHash } from "../plan-hash";
import { requiredPerVariant as requiredBy } from "../plan-rules";
import { readEmbeddedSnippets } from "../queries/embedded-snippets";
import type { ArmTotals, ExperimentTotals } from "../totals";
import { computeResults, type Snapshot } from "./compute";
import { isSampleComplete } from "./progress";
import type { ExperimentResults } from "./schema";

const mostMoments = 72;
const mostBatches = 120;

type PhaseKey = { workspaceId: string; experimentId: string; phase: number };

/** Selects up to `most` items at even distances, including the first and the last. */
function downsample<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  const step = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => items[Math.round(index * step)]).flatMap((item) => item ?? []);
}

type SnapshotRow = { at: Date; totals: unknown };
const toSnapshot = (row: SnapshotRow | null): Snapshot | null =>
  row && { at: row.at, totals: row.totals as unknown as ExperimentTotals };

/**
 * Reads the newest snapshot, or the first one since `from`. The rollup may have replaced a snapshot by a newer one in
 * the meantime.
 */
async function readSnapshot({ experimentId, phase, workspaceId }: PhaseKey, from?: Date): Promise<Snapshot | null> {
  const row = await prisma().experimentSnapshot.findFirst({
    where: { workspaceId, experimentId, phase, ...(from && { at: { gte: from } }) },
    orderBy: { at: from ? "asc" : "desc" },
    select: { at: true, totals: true },
  });
  return toSnapshot(row);
}

async function armsAt({ workspaceId, experimentId, phase }: PhaseKey, times: readonly Date[]) {
  if (times.length === 0) return [];
  return prisma().$queryRaw<{ at: Date; arms: ArmTotals[] }[]>(Prisma.sql`
    SELECT at, totals -> 'arms' AS arms FROM experiment_snapshots
    WHERE workspace_id = ${workspaceId}::uuid AND experiment_id = ${experimentId}::uuid AND phase = ${phase}
      AND at IN (${Prisma.join(times.map((time) => Prisma.sql`${time}::timestamptz`))})
    ORDER BY at`);
}

/** The first snapshot with the planned sample. The number of users only grows, so a binary search finds it. */
async function firstComplete(place: PhaseKey, plan: ExperimentPlan, required: number, times: readonly Date[]) {
  let [low, high] = [0, times.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const at = times[middle];
    const [moment] = at ? await armsAt(place, [at]) : [];
    if (moment && isSampleComplete(plan, moment, required)) high = middle;
    else low = middle + 1;
  }
  const at = times[low];
  return at ? readSnapshot(place, at) : null;
}

async function weightsOf({ workspaceId, experimentId, phase }: PhaseKey) {
  const where = { workspaceId, experimentId, phase };
  const last = await prisma().experimentWeights.findFirst({
    where,
    orderBy: { batch: "desc" },
    select: { batch: true },
  });
  const all = Array.from({ length: last?.batch ?? 0 }, (_, index) => index + 1);
  const rows = await prisma().experimentWeights.findMany({
    where: { ...where, batch: { in: downsample(all, mostBatches) } },
    orderBy: { batch: "asc" },
  });
  return rows.map(({ at, batch, weights }) => ({ at, batch, weights: weights as Record<string, number> }));
}

/** Snippets of the variants that got a newer version during the phase. */
async function changedWhile(
  { startedAt, endedAt }: { startedAt: Date; endedAt: Date | null },
  prompt: { workspaceId: string; promptId: string },
  { variants }: ExperimentPlan,
) {
  const embedded = await readEmbeddedSnippets(
    prompt,
    variants.map(({ version }) => version),
  );
  return embedded.filter(
    ({ pinned, newest, newestAt }) =>
      newest > pinned && newestAt > startedAt && (endedAt === null || newestAt <= endedAt),
  );
}

/**
 * Computes an experiment's results from its snapshots. Reads no raw events, so the cost does not depend on their
 * number.
 */
export async function getExperimentResults(actor: Actor, id: string, phaseNumber?: number): Promise<ExperimentResults> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const experiment = await prisma().experiment.findFirst({
    where: { workspaceId, id, ...withinLimit(actor) },
    include: {
      prompt: { select: { name: true } },
      environment: { select: { name: true } },
      phases: { where: { workspaceId }, orderBy: { number: "asc" } },
    },
  });
  if (!experiment) throw notFound("This experiment");
  const number = phaseNumber ?? experiment.phase;
  const phase = experiment.phases.find((one) => one.number === number);
  if (phaseNumber !== undefined && !phase) throw notFound(`Phase ${phaseNumber} of this experiment`);
  const plan = (phase?.plan ?? experiment.plan) as unknown as ExperimentPlan;
  const isLast = number === experiment.phase;
  const required = isLast && experiment.requiredPerVariant !== null ? experiment.requiredPerVariant : requiredBy(plan);
  const place = { workspaceId, experimentId: id, phase: number };
  const times = phase
    ? (
        await prisma().experimentSnapshot.findMany({
          where: { workspaceId, experimentId: id, phase: number },
          select: { at: true },
          orderBy: { at: "asc" },
        })
      ).map(({ at }) => at)
    : [];
  const last = times.at(-1);
  const [latest, history, weights, changedSnippets] = await Promise.all([
    last ? readSnapshot(place) : null,
    armsAt(place, downsample(times, mostMoments)),
    plan.kind === "ab" || !phase ? [] : weightsOf(place),
    phase ? changedWhile(phase, { workspaceId, promptId: experiment.promptId }, plan) : [],
  ]);
  const isComplete = plan.kind === "ab" && latest !== null && isSampleComplete(plan, latest.totals, required);
  return computeResults({
    experiment: {
      id,
      name: experiment.name,
      prompt: experiment.prompt.name,
      environment: experiment.environment.name,
      status: experiment.status,
      phase: number,
      planHash: phase?.planHash ?? null,
      startedAt: phase?.startedAt ?? null,
      endedAt: phase?.endedAt ?? experiment.endedAt,
      requiredPerVariant: phase ? required : null,
      isPlanUnchanged: !phase || planHash(plan) === phase.planHash,
    },
    plan,
    latest,
    history,
    weights,
    changedSnippets,
    // The server itself reads for links, alerts and findings, which people without this permission see.
    namesUsers: actor.kind !== "system" && can(actor, "interaction:read"),
    complete: isComplete ? await firstComplete(place, plan, required, times) : null,
  });
}
