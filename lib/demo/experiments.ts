import type { UserActor } from "@/lib/auth/actor";
import { prisma, transaction } from "@/lib/core/db";
import type { ExperimentStatus, Prisma } from "@/lib/core/generated/prisma/client";
import { uuidV7 } from "@/lib/core/uuid";
import { Splitter } from "@/lib/experiments/assignment";
import { memoOf } from "@/lib/experiments/memos/memo-of";
import type { ExperimentPlan } from "@/lib/experiments/plan";
import { planHash } from "@/lib/experiments/plan-hash";
import { requiredPerVariant } from "@/lib/experiments/plan-rules";
import { chancesOfBest } from "@/lib/experiments/results/bandit-results";
import { findingOf } from "@/lib/experiments/results/finding";
import { isSampleComplete } from "@/lib/experiments/results/progress";
import { getExperimentResults } from "@/lib/experiments/results/queries";
import { mulberry32 } from "@/lib/experiments/statistics";
import type { ExperimentTotals } from "@/lib/experiments/totals";
import type { DemoKeys } from "./applications";
import { answersOf, insertAnswers } from "./experiment-answers";
import { type DemoExperiment, experiments } from "./experiment-plans";
import { type Behaviour, Counting, type Shopper, shopper } from "./experiment-traffic";
import { keptFrom } from "./kept";
import { daysBefore } from "./members";
import { people } from "./types";

type Ids = Map<string, string>;
type Weights = { batch: number; at: Date; weights: Record<string, number> };
type TotalsAt = { at: Date; totals: ExperimentTotals };

const planOf = ({ plan }: DemoExperiment): ExperimentPlan => ({
  trafficShare: 1,
  alpha: 0.05,
  power: 0.8,
  exclusiveGroup: null,
  bandit: null,
  ...plan,
});

/** Simulates the days of an experiment: arrivals, assignments, counts and the moves of a bandit. */
function play(demo: DemoExperiment, seed: string, startedAt: Date, endedAt: Date) {
  const plan = planOf(demo);
  const random = mulberry32(demo.seed);
  const keys = plan.variants.map(({ key }) => key);
  const counting = new Counting(keys, demo.behaviours);
  const weights: Weights[] = [
    { batch: 1, at: startedAt, weights: Object.fromEntries(plan.variants.map(({ key, weight }) => [key, weight])) },
  ];
  const shoppers: Shopper[] = [];
  const moments: TotalsAt[] = [];
  const spanMs = endedAt.getTime() - startedAt.getTime();
  const stepMs = (plan.bandit ? plan.bandit.batchMinutes * 60 : 3_600) * 1_000;
  let made = 0;
  for (let from = 0; from < spanMs; from += stepMs) {
    const now = weights.at(-1) as Weights;
    const shares = plan.variants.map(({ key }) => ({ key, weight: now.weights[key] ?? 0 }));
    const splitter = new Splitter({ seed, trafficShare: 1, group: null, variants: shares });
    const to = Math.min(spanMs, from + stepMs);
    const due = Math.round((to / 86_400_000) * demo.usersPerDay);
    for (const first = made; made < due; made++) {
      const exposedAt = new Date(startedAt.getTime() + from + ((to - from) * (made - first + 0.5)) / (due - first));
      const unitId = `shopper_${demo.seed}${String(made).padStart(6, "0")}`;
      const variant = splitter.variantOf(unitId);
      if (demo.lost && variant === keys.length - 1 && random() < demo.lost) continue;
      const { key, weight } = shares[variant] as (typeof shares)[number];
      const place = { unitId, variant: key, propensity: weight, batch: now.batch, exposedAt };
      const one = shopper(place, demo.behaviours[variant] as Behaviour, demo.answersPerUser, random);
      counting.add(one);
      shoppers.push(one);
    }
    const at = new Date(startedAt.getTime() + to);
    if (plan.bandit) moveWeights(plan, weights, counting.totals(false), at);
    const isDue =
      Math.floor(to / (demo.snapshotHours * 3_600_000)) > Math.floor(from / (demo.snapshotHours * 3_600_000));
    if (isDue || to === spanMs) moments.push({ at, totals: counting.totals(true) });
  }
  return { shoppers, weights, moments };
}

function moveWeights(plan: ExperimentPlan, weights: Weights[], { arms }: ExperimentTotals, at: Date): void {
  const { floor = 0, burnIn = 0 } = plan.bandit ?? {};
  if (arms.some(({ users }) => users < burnIn)) return;
  const chances = chancesOfBest(plan, arms, 2_000);
  const share = (index: number) => floor + (1 - floor * arms.length) * (chances[index] ?? 0);
  const next = Object.fromEntries(plan.variants.map(({ key }, index) => [key, share(index)]));
  weights.push({ batch: weights.length + 1, at, weights: next });
}

/** Writes Fernway's experiments with all their counts. */
export async function seedExperiments({ workspaceId }: UserActor, keys: DemoKeys): Promise<void> {
  const now = Date.now();
  const prompts = await prisma().prompt.findMany({ where: { workspaceId }, select: { id: true, name: true } });
  const members = await prisma().member.findMany({ where: { workspaceId }, include: { user: true } });
  const environment = await prisma().environment.findFirstOrThrow({ where: { workspaceId, name: "production" } });
  const idOf: Ids = new Map([
    ...prompts.map(({ id, name }) => [name, id] as const),
    ...members.map(({ userId, user }) => [user.name ?? "", userId] as const),
  ]);
  const place = { workspaceId, environmentId: environment.id };
  await Promise.all(experiments.map((demo) => seedExperiment(demo, { place, idOf, keys, now })));
}

type Setting = { place: { workspaceId: string; environmentId: string }; idOf: Ids; keys: DemoKeys; now: number };

async function seedExperiment(demo: DemoExperiment, { place, idOf, keys, now }: Setting): Promise<void> {
  const { workspaceId } = place;
  const plan = planOf(demo);
  const experimentId = uuidV7();
  const startedAt = daysBefore(now, demo.startedDaysAgo);
  const endedAt = demo.stopped ? daysBefore(now, demo.stopped.daysAgo) : null;
  const seed = `fernway ${demo.seed}`;
  const { shoppers, weights, moments } = play(demo, seed, startedAt, endedAt ?? new Date(now - 120_000));
  const { name: actorName } = people[demo.by];
  const by = { actorKind: "user" as const, actorId: idOf.get(actorName) ?? null, actorName };
  const decided = decisionOf(demo, now);
  const status: ExperimentStatus = decided ? "concluded" : demo.stopped ? "stopped" : "running";
  const createdAt = daysBefore(now, demo.startedDaysAgo + 0.02);
  await transaction(async (tx) => {
    await tx.experiment.create({
      data: {
        ...place,
        id: experimentId,
        name: demo.name,
        hypothesis: demo.hypothesis,
        kind: plan.kind,
        status,
        plan,
        promptId: idOf.get(demo.prompt) ?? "",
        phase: 1,
        requiredPerVariant: requiredPerVariant(plan),
        startedAt,
        endedAt,
        endReason: demo.stopped?.reason ?? "",
        createdAt,
        createdByKind: by.actorKind,
        createdById: by.actorId,
        createdByName: by.actorName,
        updatedAt: decided?.at ?? endedAt ?? startedAt,
        ...(decided && { decision: decided.decision }),
      },
    });
    await tx.experimentPhase.create({
      data: {
        workspaceId,
        experimentId,
        number: 1,
        seed,
        plan,
        planHash: planHash(plan),
        startedBy: by.actorName,
        startedAt,
        endedAt,
      },
    });
    const phase = { workspaceId, experimentId, phase: 1 };
    await tx.experimentWeights.createMany({ data: weights.map((batch) => ({ ...phase, ...batch })) });
    await tx.experimentSnapshot.createMany({
      data: thin(moments, plan).map(({ at, totals }) => ({
        ...phase,
        at,
        totals: totals as unknown as Prisma.InputJsonObject,
      })),
    });
    const isKept = startedAt >= keptFrom(now);
    if (isKept || !demo.stopped) await insertUnits(tx, phase, shoppers);
    if (isKept) {
      const answers = answersOf(
        demo,
        shoppers,
        moments.map(({ at }) => at),
      );
      await insertAnswers(tx, { ...place, promptId: idOf.get(demo.prompt) ?? "", name: demo.prompt, keys }, answers);
    }
    const audit = (action: string, at: Date, data: Prisma.InputJsonObject, actor = by) => ({
      workspaceId,
      ...actor,
      action,
      at,
      data,
      targetKind: "experiment",
      targetId: experimentId,
      targetName: demo.name,
    });
    const decider = decided && {
      ...by,
      actorId: idOf.get(decided.decision.by) ?? null,
      actorName: decided.decision.by,
    };
    await tx.auditEvent.createMany({
      data: [
        audit("experiment.create", createdAt, { prompt: demo.prompt }),
        audit("experiment.start", startedAt, { phase: 1, reason: "" }),
        ...(demo.stopped && endedAt
          ? [audit("experiment.stop", endedAt, { phase: 1, reason: demo.stopped.reason })]
          : []),
        ...(decided && decider ? [audit("experiment.conclude", decided.at, decided.decision, decider)] : []),
      ],
    });
  });
  const results = await getExperimentResults({ kind: "system", workspaceId, name: "Demo" }, experimentId);
  if (!decided) {
    await prisma().experiment.update({
      where: { id: experimentId, workspaceId },
      data: { finding: findingOf(results) },
    });
    return;
  }
  const { variant, version, reason, by: decidedByName } = decided.decision;
  await prisma().experimentMemo.create({
    data: {
      ...memoOf(results, variant),
      ...place,
      experimentId,
      promptId: idOf.get(demo.prompt) ?? "",
      name: demo.name,
      question: demo.hypothesis,
      variant,
      version,
      reason,
      decidedByKind: "user",
      decidedById: idOf.get(decidedByName) ?? null,
      decidedByName,
      decidedAt: decided.at,
    },
  });
}

/** Returns the decision in the product's format, or null without one. */
function decisionOf({ concluded }: DemoExperiment, now: number) {
  if (!concluded) return null;
  const { variant, version, reason, daysAgo } = concluded;
  const at = daysBefore(now, daysAgo);
  return {
    at,
    decision: { variant, version, release: null, by: people[concluded.by].name, at: at.toISOString(), reason },
  };
}

/** Keeps daily values only where they are read: in the last snapshot and in the first with the whole sample. */
function thin(moments: readonly TotalsAt[], plan: ExperimentPlan): TotalsAt[] {
  const complete = moments.findIndex(({ totals }) => isSampleComplete(plan, totals, requiredPerVariant(plan)));
  return moments.map((moment, index) =>
    index === complete || index === moments.length - 1
      ? moment
      : { ...moment, totals: { arms: moment.totals.arms, byExposureDay: [] } },
  );
}

/** Inserts the counted users of running experiments, so that later counts continue from them. */
async function insertUnits(
  tx: Prisma.TransactionClient,
  { workspaceId, experimentId, phase }: { workspaceId: string; experimentId: string; phase: number },
  shoppers: readonly Shopper[],
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO experiment_units (workspace_id, experiment_id, phase, unit_id, variant, propensity, batch, exposed_at,
      is_in_two_arms, interactions, completions_known, completions, thumbs_given, thumbs_up, regenerations, refusals,
      violations, cost_count, cost_sum_usd, use_bases, use_values, is_counted, completion_cost_usd, thumbs_base,
      regenerations_base, is_heard)
    SELECT ${workspaceId}::uuid, ${experimentId}::uuid, ${phase}, "unitId", variant, propensity, batch, "exposedAt",
      "isInTwoArms", answers, answers, completions, "thumbsGiven", "thumbsUp", "askedAgain", refusals, violations,
      answers, "costUsd", "useBases", "useValues", true, "costUsd", answers, answers, answers > 0
    FROM jsonb_to_recordset(${JSON.stringify(shoppers)}::jsonb) AS shopper("unitId" text, variant text,
      propensity float8, batch int, "exposedAt" timestamptz, "isInTwoArms" boolean, answers int, completions int,
      "thumbsGiven" int, "thumbsUp" int, "askedAgain" int, refusals int, violations int, "costUsd" float8,
      "useBases" float8[], "useValues" float8[])`;
}
