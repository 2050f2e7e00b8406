import type { UserActor } from "@/lib/auth/actor";
import { transaction } from "@/lib/core/db";
import type { ExperimentStatus, Prisma } from "@/lib/core/generated/prisma/client";
import { uuidV7 } from "@/lib/core/uuid";
import { Splitter } from "@/lib/experiments/assignment";
import type { ExperimentPlan } from "@/lib/experiments/plan";
import { planHash } from "@/lib/experiments/plan-hash";
import { requiredPerVariant } from "@/lib/experiments/plan-rules";
import { chancesOfBest } from "@/lib/experiments/results/bandit-results";
import { isSampleComplete } from "@/lib/experiments/results/progress";
import { mulberry32 } from "@/lib/experiments/statistics";
import type { ExperimentTotals } from "@/lib/experiments/totals";
import { type Behaviour, Counting, type Shopper, shopper } from "./experiment-traffic";
import { daysBefore } from "./members";
import { type Person, people } from "./types";

type DemoExperiment = {
  name: string;
  hypothesis: string;
  prompt: string;
  by: Person;
  seed: number;
  startedDaysAgo: number;
  /** Still running when left out. */
  stopped?: { daysAgo: number; reason: string };
  plan: Omit<ExperimentPlan, "trafficShare" | "alpha" | "power" | "exclusiveGroup" | "bandit"> &
    Partial<Pick<ExperimentPlan, "bandit">>;
  usersPerDay: number;
  answersPerUser: number;
  behaviours: Behaviour[];
  /** The share of the last variant's users whose events an application loses. */
  lost?: number;
  snapshotHours: number;
};

const variants = (...list: [key: string, version: number, weight: number][]) =>
  list.map(([key, version, weight]) => ({ key, version, weight }));

const experiments: DemoExperiment[] = [
  {
    name: "Cite the product page",
    hypothesis: "Naming the section an answer comes from helps shoppers to finish.",
    ...{ prompt: "search/product-answer", by: "tomas", seed: 17, startedDaysAgo: 10.8 },
    stopped: { daysAgo: 0.3, reason: "The sample is there" },
    plan: {
      ...{ kind: "ab", variants: variants(["control", 2, 0.9], ["candidate", 3, 0.1]) },
      ...{ primaryMetric: "completion", minimumEffect: 0.04, baseline: 0.68 },
      guardrails: [
        { metric: "refusal_rate", margin: 0.005 },
        { metric: "violation_rate", margin: 0.001 },
        { metric: "latency_p95", margin: 0.1 },
      ],
    },
    ...{ usersPerDay: 2_220, answersPerUser: 2.2, snapshotHours: 6 },
    behaviours: [
      {
        completion: 0.68,
        refusals: 0.0042,
        violations: 0.00007,
        thumbsUp: 0.812,
        askedAgain: 0.094,
        costUsd: 0.0041,
        latencyMs: [1310, 2910],
        ttftMs: [412, 960],
      },
      {
        completion: 0.719,
        refusals: 0.0045,
        violations: 0.00005,
        thumbsUp: 0.829,
        askedAgain: 0.088,
        costUsd: 0.0046,
        latencyMs: [1360, 2950],
        ttftMs: [431, 985],
      },
    ],
  },
  {
    name: "Ask one question first",
    hypothesis: "Does one question at the end bring more people back than a list of what waits?",
    ...{ prompt: "checkout/abandoned-cart", by: "tomas", seed: 5, startedDaysAgo: 7.7 },
    plan: {
      ...{ kind: "ab", variants: variants(["control", 1, 0.5], ["candidate", 2, 0.5]) },
      ...{ primaryMetric: "completion", minimumEffect: 0.03, baseline: 0.22 },
      guardrails: [
        { metric: "refusal_rate", margin: 0.005 },
        { metric: "violation_rate", margin: 0.001 },
        { metric: "cost", margin: 0.15 },
      ],
    },
    ...{ usersPerDay: 490, answersPerUser: 1.1, snapshotHours: 6 },
    behaviours: [
      { completion: 0.22, refusals: 0.004, violations: 0.0003, costUsd: 0.0018 },
      { completion: 0.236, refusals: 0.004, violations: 0.0001, costUsd: 0.0019 },
    ],
  },
  {
    name: "Two ideas, not three",
    hypothesis: "Fewer suggestions are read more often.",
    ...{ prompt: "search/no-results", by: "jonas", seed: 8, startedDaysAgo: 0.45 },
    plan: {
      ...{ kind: "ab", variants: variants(["control", 1, 0.5], ["candidate", 2, 0.5]) },
      ...{ primaryMetric: "completion", minimumEffect: 0.05, baseline: 0.4, guardrails: [] },
    },
    ...{ usersPerDay: 3_400, answersPerUser: 1.4, snapshotHours: 1, lost: 0.2 },
    behaviours: [{ completion: 0.4 }, { completion: 0.43 }],
  },
  {
    name: "Which words calm people",
    hypothesis: "Some way of saying it makes more people try a second time.",
    ...{ prompt: "checkout/payment-error", by: "jonas", seed: 21, startedDaysAgo: 11.6 },
    plan: {
      ...{ kind: "thompson", variants: variants(["plain", 1, 1 / 3], ["reassuring", 2, 1 / 3], ["short", 3, 1 / 3]) },
      ...{ primaryMetric: "completion", minimumEffect: 0.05, baseline: 0.5, guardrails: [] },
      bandit: { floor: 0.05, burnIn: 100, batchMinutes: 240 },
    },
    ...{ usersPerDay: 230, answersPerUser: 1.2, snapshotHours: 12 },
    behaviours: [{ completion: 0.52 }, { completion: 0.61 }, { completion: 0.56 }],
  },
];

type Ids = Map<string, string>;
type Weights = { batch: number; at: Date; weights: Record<string, number> };
type Moment = { at: Date; totals: ExperimentTotals };

const planOf = ({ plan }: DemoExperiment): ExperimentPlan => ({
  ...{ trafficShare: 1, alpha: 0.05, power: 0.8, exclusiveGroup: null, bandit: null },
  ...plan,
});

/** Plays an experiment's days: who came when, what they got, what was counted, how a bandit moved. */
function play(demo: DemoExperiment, seed: string, startedAt: Date, endedAt: Date) {
  const plan = planOf(demo);
  const random = mulberry32(demo.seed);
  const keys = plan.variants.map(({ key }) => key);
  const counting = new Counting(keys, demo.behaviours);
  const weights: Weights[] = [
    { batch: 1, at: startedAt, weights: Object.fromEntries(plan.variants.map(({ key, weight }) => [key, weight])) },
  ];
  const shoppers: Shopper[] = [];
  const moments: Moment[] = [];
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

/** Fernway's experiments: one to be decided, one that waits for its sample, one not to be believed, and a bandit. */
export async function seedExperiments({ workspaceId }: UserActor): Promise<void> {
  const now = Date.now();
  await transaction(async (tx) => {
    const prompts = await tx.prompt.findMany({ where: { workspaceId }, select: { id: true, name: true } });
    const members = await tx.member.findMany({ where: { workspaceId }, include: { user: true } });
    const environment = await tx.environment.findFirstOrThrow({ where: { workspaceId, name: "production" } });
    const idOf: Ids = new Map([
      ...prompts.map(({ id, name }) => [name, id] as const),
      ...members.map(({ userId, user }) => [user.name ?? "", userId] as const),
    ]);
    for (const demo of experiments) {
      const plan = planOf(demo);
      const experimentId = uuidV7();
      const startedAt = daysBefore(now, demo.startedDaysAgo);
      const endedAt = demo.stopped ? daysBefore(now, demo.stopped.daysAgo) : null;
      const seed = `fernway ${demo.seed}`;
      const { shoppers, weights, moments } = play(demo, seed, startedAt, endedAt ?? new Date(now - 120_000));
      const by = {
        actorKind: "user" as const,
        actorId: idOf.get(people[demo.by].name) ?? null,
        actorName: people[demo.by].name,
      };
      const status: ExperimentStatus = demo.stopped ? "stopped" : "running";
      await tx.experiment.create({
        data: {
          ...{
            id: experimentId,
            workspaceId,
            name: demo.name,
            hypothesis: demo.hypothesis,
            kind: plan.kind,
            status,
            plan,
          },
          ...{ promptId: idOf.get(demo.prompt) ?? "", environmentId: environment.id, phase: 1 },
          ...{
            requiredPerVariant: requiredPerVariant(plan),
            startedAt,
            endedAt,
            endReason: demo.stopped?.reason ?? "",
          },
          ...{ createdByKind: by.actorKind, createdById: by.actorId, createdByName: by.actorName },
          ...{ createdAt: daysBefore(now, demo.startedDaysAgo + 0.02), updatedAt: endedAt ?? startedAt },
        },
      });
      await tx.experimentPhase.create({
        data: {
          ...{ workspaceId, experimentId, number: 1, seed, plan, planHash: planHash(plan) },
          ...{ startedBy: by.actorName, startedAt, endedAt },
        },
      });
      const place = { workspaceId, experimentId, phase: 1 };
      await tx.experimentWeights.createMany({ data: weights.map((batch) => ({ ...place, ...batch })) });
      await tx.experimentSnapshot.createMany({
        data: thin(moments, plan).map(({ at, totals }) => ({
          ...place,
          at,
          totals: totals as unknown as Prisma.InputJsonObject,
        })),
      });
      if (!demo.stopped) await insertUnits(tx, place, shoppers);
      const audit = (action: string, at: Date, data: Prisma.InputJsonObject) => ({
        ...{
          workspaceId,
          ...by,
          action,
          targetKind: "experiment",
          targetId: experimentId,
          targetName: demo.name,
          at,
          data,
        },
      });
      await tx.auditEvent.createMany({
        data: [
          audit("experiment.create", daysBefore(now, demo.startedDaysAgo + 0.02), { prompt: demo.prompt }),
          audit("experiment.start", startedAt, { phase: 1, reason: "" }),
          ...(demo.stopped && endedAt
            ? [audit("experiment.stop", endedAt, { phase: 1, reason: demo.stopped.reason })]
            : []),
        ],
      });
    }
  });
}

/** Days are kept where they are read: in the last snapshot and in the first with the whole sample. */
function thin(moments: readonly Moment[], plan: ExperimentPlan): Moment[] {
  const complete = moments.findIndex(({ totals }) => isSampleComplete(plan, totals, requiredPerVariant(plan)));
  return moments.map((moment, index) =>
    index === complete || index === moments.length - 1
      ? moment
      : { ...moment, totals: { arms: moment.totals.arms, byExposureDay: [] } },
  );
}

/** The users themselves, counted already, for those that still run: what is counted next begins with them. */
async function insertUnits(
  tx: Prisma.TransactionClient,
  { workspaceId, experimentId, phase }: { workspaceId: string; experimentId: string; phase: number },
  shoppers: readonly Shopper[],
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO experiment_units (workspace_id, experiment_id, phase, unit_id, variant, propensity, batch, exposed_at,
      is_in_two_arms, interactions, completions_known, completions, thumbs_given, thumbs_up, regenerations, refusals,
      violations, cost_count, cost_sum_usd, use_bases, use_values, is_counted)
    SELECT ${workspaceId}::uuid, ${experimentId}::uuid, ${phase}, "unitId", variant, propensity, batch, "exposedAt",
      "isInTwoArms", answers, answers, completions, "thumbsGiven", "thumbsUp", "askedAgain", refusals, violations,
      answers, "costUsd", "useBases", "useValues", true
    FROM jsonb_to_recordset(${JSON.stringify(shoppers)}::jsonb) AS shopper("unitId" text, variant text,
      propensity float8, batch int, "exposedAt" timestamptz, "isInTwoArms" boolean, answers int, completions int,
      "thumbsGiven" int, "thumbsUp" int, "askedAgain" int, refusals int, violations int, "costUsd" float8,
      "useBases" float8[], "useValues" float8[])`;
}
