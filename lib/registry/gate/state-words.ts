import { shareWords } from "./figures";
import type { GateResult, GateState } from "./result";

/** The word for a state, shown beside its icon. */
export const stateWords: Record<GateState, string> = {
  passed: "Passed",
  failed: "Blocked",
  inconclusive: "Not conclusive",
  running: "Evaluating",
  missing: "Not evaluated",
};

/** "124 cases, 3 repeats", with the numbers that are known. */
export function sizeWords({ run }: GateResult): string | null {
  if (!run || run.progress.total === 0) return null;
  const cases = Math.round(run.progress.total / run.repeats);
  const repeats = run.repeats > 1 ? `, ${run.repeats} repeats` : "";
  return `${cases.toLocaleString("en")} ${cases === 1 ? "case" : "cases"}${repeats}`;
}

/** Returns the active run: of the version, else of the live version. */
export function goingRun({ run, baseline, version, liveVersion }: GateResult) {
  const isOwn = run?.status !== "finished";
  const going = isOwn ? run : baseline;
  return going && { ...going.progress, version: isOwn ? version : liveVersion };
}

/** Formats a share. Returns a dash if it was not measured. */
export const shareText = (share: number | null): string => (share === null ? "–" : shareWords(share));

/** Returns why the gate blocks the release, for the release button. Null if it does not. */
export function gateBlock(verdict: GateResult | null): string | null {
  if (!verdict || verdict.state === "passed") return null;
  if (verdict.state === "running") return "The gate is waiting for the evaluation.";
  if (verdict.state === "missing")
    return `The gate of ${verdict.environment} is waiting for an evaluation of v${verdict.version}.`;
  return `v${verdict.version} has not passed the gate of ${verdict.environment}.`;
}
