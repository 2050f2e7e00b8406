import type { ExperimentPlan } from "@/lib/experiments/plan";
import type { Behaviour } from "./experiment-traffic";
import type { Person } from "./types";

/** An experiment of Fernway: its plan and the behaviour of each version. */
export type DemoExperiment = {
  name: string;
  hypothesis: string;
  prompt: string;
  by: Person;
  seed: number;
  startedDaysAgo: number;
  /** Undefined for a running experiment. */
  stopped?: { daysAgo: number; reason: string };
  /** The decision after it was stopped. */
  concluded?: { daysAgo: number; variant: string; version: number; by: Person; reason: string };
  plan: Omit<ExperimentPlan, "trafficShare" | "alpha" | "power" | "exclusiveGroup" | "bandit"> &
    Partial<Pick<ExperimentPlan, "bandit">>;
  usersPerDay: number;
  answersPerUser: number;
  behaviours: Behaviour[];
  /** The share of the last variant's users whose events are lost. */
  lost?: number;
  snapshotHours: number;
};

const variants = (...list: [key: string, version: number, weight: number][]) =>
  list.map(([key, version, weight]) => ({ key, version, weight }));

/** Five experiments: ready to decide, waiting for its sample, not valid, a bandit, and concluded. */
export const experiments: readonly DemoExperiment[] = [
  {
    name: "Cite the product page",
    hypothesis: "Naming the section an answer comes from helps shoppers to finish.",
    prompt: "search/product-answer",
    by: "tomas",
    seed: 17,
    startedDaysAgo: 10.8,
    stopped: { daysAgo: 0.3, reason: "The sample is complete" },
    plan: {
      kind: "ab",
      variants: variants(["control", 2, 0.5], ["candidate", 3, 0.5]),
      primaryMetric: "completion",
      minimumEffect: 0.04,
      baseline: 0.68,
      guardrails: [
        { metric: "refusal_rate", margin: 0.01 },
        { metric: "violation_rate", margin: 0.001 },
        { metric: "latency_p95", margin: 0.1 },
      ],
    },
    usersPerDay: 440,
    answersPerUser: 1.5,
    snapshotHours: 6,
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
    prompt: "checkout/abandoned-cart",
    by: "tomas",
    seed: 5,
    startedDaysAgo: 7.7,
    plan: {
      kind: "ab",
      variants: variants(["control", 1, 0.5], ["candidate", 2, 0.5]),
      primaryMetric: "completion",
      minimumEffect: 0.03,
      baseline: 0.22,
      guardrails: [
        { metric: "refusal_rate", margin: 0.005 },
        { metric: "violation_rate", margin: 0.001 },
        { metric: "cost", margin: 0.15 },
      ],
    },
    usersPerDay: 490,
    answersPerUser: 1.1,
    snapshotHours: 6,
    behaviours: [
      { completion: 0.22, refusals: 0.004, violations: 0.0003, costUsd: 0.00046 },
      { completion: 0.236, refusals: 0.004, violations: 0.0001, costUsd: 0.00048 },
    ],
  },
  {
    name: "Two ideas, not three",
    hypothesis: "Fewer suggestions are read more often.",
    prompt: "search/no-results",
    by: "jonas",
    seed: 8,
    startedDaysAgo: 0.45,
    plan: {
      kind: "ab",
      variants: variants(["control", 1, 0.5], ["candidate", 2, 0.5]),
      primaryMetric: "completion",
      minimumEffect: 0.05,
      baseline: 0.4,
      guardrails: [],
    },
    usersPerDay: 1_000,
    answersPerUser: 1.4,
    snapshotHours: 1,
    lost: 0.4,
    behaviours: [
      { completion: 0.4, costUsd: 0.00028 },
      { completion: 0.43, costUsd: 0.00026 },
    ],
  },
  {
    name: "Which words calm people",
    hypothesis: "Some way of saying it makes more people try a second time.",
    prompt: "checkout/payment-error",
    by: "jonas",
    seed: 21,
    startedDaysAgo: 11.6,
    plan: {
      kind: "thompson",
      variants: variants(["plain", 1, 1 / 3], ["reassuring", 2, 1 / 3], ["short", 3, 1 / 3]),
      primaryMetric: "completion",
      minimumEffect: 0.05,
      baseline: 0.5,
      guardrails: [],
      bandit: { floor: 0.05, burnIn: 100, batchMinutes: 240 },
    },
    usersPerDay: 230,
    answersPerUser: 1.2,
    snapshotHours: 12,
    behaviours: [
      { completion: 0.52, costUsd: 0.00027 },
      { completion: 0.61, costUsd: 0.0003 },
      { completion: 0.56, costUsd: 0.00024 },
    ],
  },
  {
    name: "Order number first",
    hypothesis: "Asking for the number at once saves a mail.",
    prompt: "support/reply",
    by: "mara",
    seed: 3,
    startedDaysAgo: 31,
    stopped: { daysAgo: 21.6, reason: "The sample is complete" },
    concluded: {
      daysAgo: 21.5,
      variant: "control",
      version: 2,
      by: "aiko",
      reason: "People who gave the number are asked for it again",
    },
    plan: {
      kind: "ab",
      variants: variants(["control", 2, 0.5], ["candidate", 3, 0.5]),
      primaryMetric: "completion",
      minimumEffect: 0.06,
      baseline: 0.9,
      guardrails: [],
    },
    usersPerDay: 150,
    answersPerUser: 1.3,
    snapshotHours: 24,
    behaviours: [
      { completion: 0.9, costUsd: 0.00056 },
      { completion: 0.83, costUsd: 0.00057 },
    ],
  },
];
