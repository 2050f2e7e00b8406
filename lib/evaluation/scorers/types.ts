import type { Dimension } from "@/lib/registry/gate/dimensions";

/** What one scorer says of one answer. */
export type Score = ScoreHead & (Scored | Invalid | Skipped);

type ScoreHead = {
  /** The scorer's id in its suite, its version, and what it measures. */
  scorer: string;
  version: number;
  dimension: Dimension;
  /** A sentence for people: why this value, or why none. */
  explanation: string;
  /** US dollars a judge cost; null: not known; 0 for everything else. */
  costUsd: number | null;
};

/** A value from 0 to 1, and whether it is good enough. */
type Scored = { state: "scored"; value: number; passed: boolean };
/** Why there is no value: a judge that gave none, or a scorer that was ended because it used up its budget. */
export const invalidCodes = ["judge_invalid_output", "judge_unavailable", "scorer_too_slow"] as const;
/** No usable answer: counted apart, never a score. */
type Invalid = { state: "invalid"; code: (typeof invalidCodes)[number]; raw: string };
/** Nothing to score: no expected answer, say. */
type Skipped = { state: "skipped" };

/** What is scored. */
export type ScoredAnswer = {
  output: string;
  toolCalls: readonly { name: string; input: unknown }[];
};

/** What it is scored by. */
export type ScoredCase = {
  variables: Record<string, unknown>;
  expected: unknown;
  checks: readonly ({ type: string } & Record<string, unknown>)[];
};
