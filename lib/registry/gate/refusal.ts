import type { FieldError } from "@/lib/core/errors";
import { refusalWords } from "./judge-version";
import type { GateVerdict } from "./verdict";
import { listWords } from "./words";

/** Why a gate lets a version not pass, as an error says it: 409 `gate_failed`. */
export type EvaluationRefusal = { code: "gate_failed"; message: string; errors: FieldError[] };

/** What a gate leaves with the release it let pass, or was passed by. */
export type EvaluationEvidence = {
  state: GateVerdict["state"];
  suite: GateVerdict["suite"];
  run: string | null;
  baselineRun: string | null;
  baselineVersion: number | null;
  scores: Partial<Record<string, { score: number | null; minimum: number | null }>>;
  comparison: string | null;
};

/** Null when the version passes. Each reason points at its dimension, each broken case at its key. */
export function evaluationRefusal(verdict: GateVerdict, prompt: string): EvaluationRefusal | null {
  if (verdict.state === "passed") return null;
  const { reasons, brokenCases, liveVersion, version } = verdict;
  const why = reasons.map(({ dimension, code, message }) => ({
    pointer: dimension ? `/gate/${dimension}` : "/gate",
    code,
    message,
  }));
  const broken = brokenCases.map(({ caseKey, position, title, dimensions }) => ({
    pointer: `/cases/${caseKey}`,
    code: "broken",
    message: `Case ${position} “${title}”: v${liveVersion} passes ${listWords(dimensions)}, v${version} does not.`,
  }));
  return { code: "gate_failed", message: refusalWords(verdict, prompt), errors: [...why, ...broken] };
}

/** The verdict as it stands with the release. */
export function evaluationEvidence(verdict: GateVerdict): EvaluationEvidence {
  const { state, suite, run, baseline, liveVersion, dimensions, comparison } = verdict;
  return {
    state,
    suite,
    run: run?.id ?? null,
    baselineRun: baseline?.id ?? null,
    baselineVersion: liveVersion,
    scores: Object.fromEntries(dimensions.map(({ dimension, score, minimum }) => [dimension, { score, minimum }])),
    comparison: comparison?.sentence ?? null,
  };
}
