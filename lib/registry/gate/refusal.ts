import type { FieldError } from "@/lib/core/errors";
import type { GateResult } from "./result";
import { brokenCaseWords, refusalWords } from "./words";

/** Why a gate refuses a version, as the error 409 `gate_failed`. */
export type EvaluationRefusal = { code: "gate_failed"; message: string; errors: FieldError[] };

/** The gate's record in a release that passed it or overrode it. */
export type EvaluationEvidence = {
  state: GateResult["state"];
  suite: GateResult["suite"];
  run: string | null;
  baselineRun: string | null;
  baselineVersion: number | null;
  scores: Partial<Record<string, { score: number | null; minimum: number | null }>>;
  comparison: string | null;
  /** The suite of the last release that a gate checked; null if there is none. */
  before: SuiteBefore | null;
};

/** The suite of an earlier release. Releases from before scorers were recorded have no hash. */
export type SuiteBefore = { version: number; at: string; suite: SuiteName & { scorersHash?: string } };
type SuiteName = { id: string; name: string; revision: number };

/** The refusal; null if the version passes. The pointer of a reason is its dimension, that of a broken case its key. */
export function evaluationRefusal(result: GateResult, prompt: string): EvaluationRefusal | null {
  if (result.state === "passed") return null;
  const { reasons, brokenCases } = result;
  const why = reasons.map(({ dimension, code, message }) => ({
    pointer: dimension ? `/gate/${dimension}` : "/gate",
    code,
    message,
  }));
  const broken = brokenCases.map((one) => ({
    pointer: `/cases/${one.caseKey}`,
    code: "broken",
    message: brokenCaseWords(one, result),
  }));
  return { code: "gate_failed", message: refusalWords(result, prompt), errors: [...why, ...broken] };
}

/** The result in the form stored with the release. */
export function evaluationEvidence(result: GateResult, before: SuiteBefore | null): EvaluationEvidence {
  const { state, suite, run, baseline, liveVersion, dimensions, comparison } = result;
  return {
    state,
    suite,
    run: run?.id ?? null,
    baselineRun: baseline?.id ?? null,
    baselineVersion: liveVersion,
    scores: Object.fromEntries(dimensions.map(({ dimension, score, minimum }) => [dimension, { score, minimum }])),
    comparison: comparison?.sentence ?? null,
    before,
  };
}
