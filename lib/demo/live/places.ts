import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import type { ScorerInput } from "@/lib/evaluation/scorers/schema";
import type { CreateGuardInput } from "@/lib/guards/schema";
import { pickupDaysAgo } from "../checkout";
import type { Person } from "../types";
import type { Talk } from "./talks";
import { assistantTalks, compareTalks, replyTalks, rewriteTalks, triageTalks } from "./talks";

/** The behaviour of a version by metric: the share of ones, or the mean and spread of durations. */
type Behaviour = { [metric in LiveMetric]?: number };

/** A prompt of Fernway whose live answers in production are scored and watched by a guard. */
export type DemoDeployment = {
  prompt: string;
  by: Person;
  seed: number;
  /** When scoring and the guard began, in days before now. */
  sinceDaysAgo: number;
  guardDaysAgo: number;
  /** The number of scored interactions per day. */
  perDay: number;
  /** The number of interactions of a new version that are scored within its first minutes, in the last days. */
  atOnce?: number;
  /** The share of the demo's answers that are scored, as its rows have it. */
  sampleRate: number;
  minimumPerVersion: number;
  dailyBudgetUsd: number | null;
  scorers: ScorerInput[];
  /** Whether its application sends traces for the calls of the last two days. */
  hasTraces?: boolean;
  /** The judges with the time from which each was used. The last one is still in use. */
  judges?: { sinceDaysAgo: number; provider: string; name: string; costUsd: number }[];
  guard: Omit<CreateGuardInput, "prompt" | "environment">;
  /** By version number. */
  behaviours: Record<number, Behaviour>;
  talks: readonly Talk[];
  /** The times of guard checks, in hours before now. */
  looks: number[];
  /** When it rolled back automatically, and to which version. The scores before that must cause it. */
  back?: { daysAgo: number; to: number };
};

const judge = (id: string, name: string, criteria: string[]): ScorerInput => ({
  id,
  name,
  type: "judge",
  dimension: "accuracy",
  threshold: 0.7,
  criteria,
  scale: "1-5",
});
const short = (name: string, max: number): ScorerInput => ({
  id: "short",
  name,
  type: "length",
  dimension: "format",
  threshold: 1,
  unit: "words",
  max,
});
/** Once a day, and at these times. */
const daily = (...hours: number[]) => [93, 69, 45, 21, ...hours];

/** The output that the support tool reads. */
const sorting: ScorerInput = {
  id: "sorts",
  name: "The desk can sort it",
  type: "json_schema",
  dimension: "format",
  threshold: 1,
  schema: {
    type: "object",
    required: ["queue", "urgency"],
    properties: {
      queue: { enum: ["delivery", "payment", "returns", "product", "other"] },
      urgency: { type: "integer", minimum: 1, maximum: 3 },
    },
  },
};

/**
 * Five deployments: one rolled back automatically, one that is worse, two that are fine, and one without enough
 * answers.
 */
export const places: readonly DemoDeployment[] = [
  {
    prompt: "checkout/assistant",
    hasTraces: true,
    by: "tomas",
    seed: 41,
    sinceDaysAgo: 30,
    guardDaysAgo: 24,
    perDay: 227,
    atOnce: 240,
    sampleRate: 0.4,
    minimumPerVersion: 240,
    dailyBudgetUsd: 5,
    scorers: [
      judge("good", "Good answers", ["Answers what was asked", "Asks for no card data", "Promises no date or refund"]),
      short("At most 120 words", 120),
    ],
    judges: [
      { sinceDaysAgo: 30, provider: "google", name: "gemini-2.5-flash", costUsd: 0.0031 },
      { sinceDaysAgo: 7.1, provider: "anthropic", name: "claude-sonnet-4-5", costUsd: 0.0088 },
    ],
    guard: {
      metrics: [
        { name: "scorer:good", worse: "lower", alertLine: 0.84, floor: 0.8 },
        { name: "completion", worse: "lower" },
        { name: "scorer:short", worse: "lower" },
        { name: "thumbs", worse: "lower" },
      ],
    },
    behaviours: {
      1: { "scorer:good": 0.871, "scorer:short": 0.984, completion: 0.703, thumbs: 0.81 },
      2: { "scorer:good": 0.886, "scorer:short": 0.991, completion: 0.712, thumbs: 0.82 },
      3: { "scorer:good": 0.715, "scorer:short": 0.99, completion: 0.678, thumbs: 0.7 },
    },
    talks: assistantTalks,
    looks: daily(3),
    back: { daysAgo: pickupDaysAgo - 0.0108, to: 2 },
  },
  {
    prompt: "search/query-rewrite",
    by: "aiko",
    seed: 12,
    sinceDaysAgo: 14,
    guardDaysAgo: 13,
    perDay: 289,
    sampleRate: 0.6,
    minimumPerVersion: 200,
    dailyBudgetUsd: 3,
    scorers: [
      judge("good", "Good answers", ["Keeps what the shopper cares about", "Finds something where there is something"]),
    ],
    judges: [{ sinceDaysAgo: 14, provider: "anthropic", name: "claude-sonnet-4-5", costUsd: 0.0088 }],
    guard: {
      metrics: [
        { name: "scorer:good", worse: "lower", floor: 0.7 },
        { name: "completion", worse: "lower" },
      ],
      critical: 0.2,
    },
    behaviours: {
      1: { "scorer:good": 0.863, completion: 0.744 },
      2: { "scorer:good": 0.738, completion: 0.727 },
    },
    talks: rewriteTalks,
    looks: daily(4.2, 2.2, 0.3),
  },
  {
    prompt: "support/triage",
    by: "aiko",
    seed: 33,
    sinceDaysAgo: 10,
    guardDaysAgo: 9,
    perDay: 235,
    sampleRate: 0.6,
    minimumPerVersion: 200,
    dailyBudgetUsd: null,
    scorers: [sorting],
    guard: {
      metrics: [
        { name: "scorer:sorts", worse: "lower" },
        { name: "completion", worse: "lower" },
        { name: "edit_rate", worse: "higher" },
      ],
    },
    behaviours: {
      1: { "scorer:sorts": 0.962, completion: 0.919, edit_rate: 0.081 },
      2: { "scorer:sorts": 0.998, completion: 0.951, edit_rate: 0.05 },
    },
    talks: triageTalks,
    looks: daily(9),
  },
  {
    prompt: "support/reply",
    by: "priya",
    seed: 8,
    sinceDaysAgo: 21,
    guardDaysAgo: 20,
    perDay: 206,
    sampleRate: 0.6,
    minimumPerVersion: 200,
    dailyBudgetUsd: null,
    scorers: [
      {
        id: "whole",
        name: "Ends with a whole sentence",
        type: "regex",
        dimension: "format",
        threshold: 1,
        pattern: "([.!?…]|regards,)\\s*$",
      },
    ],
    guard: {
      metrics: [
        { name: "scorer:whole", worse: "lower" },
        { name: "completion", worse: "lower" },
      ],
    },
    behaviours: {
      2: { "scorer:whole": 0.995, completion: 0.902 },
      4: { "scorer:whole": 0.997, completion: 0.913 },
    },
    talks: replyTalks,
    looks: daily(5),
  },
  {
    prompt: "search/compare",
    by: "aiko",
    seed: 27,
    sinceDaysAgo: 14,
    guardDaysAgo: 13,
    perDay: 260,
    sampleRate: 0.6,
    minimumPerVersion: 200,
    dailyBudgetUsd: 5,
    scorers: [judge("good", "Good answers", ["Compares only what the pages say", "Says which one suits whom"])],
    judges: [{ sinceDaysAgo: 14, provider: "anthropic", name: "claude-sonnet-4-5", costUsd: 0.0088 }],
    guard: {
      metrics: [
        { name: "scorer:good", worse: "lower" },
        { name: "completion", worse: "lower" },
      ],
    },
    behaviours: {
      1: { "scorer:good": 0.861, completion: 0.62 },
      2: { "scorer:good": 0.887, completion: 0.64 },
      3: { "scorer:good": 0.882, completion: 0.64 },
    },
    talks: compareTalks,
    looks: daily(4),
  },
];
