import { shareWords } from "@/lib/registry/gate/figures";
import type { GateResult, GateState } from "@/lib/registry/gate/result";

/** What a state is called beside its sign. */
export const stateWords: Record<GateState, string> = {
  passed: "Passed",
  failed: "Blocked",
  inconclusive: "Not conclusive",
  running: "Evaluating",
  missing: "Not evaluated",
};

/** "124 cases, 3 repeats", as far as it is known. */
export function sizeWords({ run }: GateResult): string | null {
  if (!run || run.progress.total === 0) return null;
  const cases = Math.round(run.progress.total / run.repeats);
  const repeats = run.repeats > 1 ? `, ${run.repeats} repeats` : "";
  return `${cases.toLocaleString("en")} ${cases === 1 ? "case" : "cases"}${repeats}`;
}

/** The run that is under way: of the version, else of what is live. */
export function goingRun({ run, baseline, version, liveVersion }: GateResult) {
  const isOwn = run?.status !== "finished";
  const going = isOwn ? run : baseline;
  return going && { ...going.progress, version: isOwn ? version : liveVersion };
}

/** A share, or a dash for what was not measured. */
export const shareText = (share: number | null): string => (share === null ? "–" : shareWords(share));

/** What a button that moves a version says when the gate holds it back; null: it does not. */
export function gateBlock(verdict: GateResult | null): string | null {
  if (!verdict || verdict.state === "passed") return null;
  if (verdict.state === "running") return "The gate waits for the evaluation to end.";
  if (verdict.state === "missing")
    return `The gate of ${verdict.environment} waits for an evaluation of v${verdict.version}.`;
  return `The gate of ${verdict.environment} does not let v${verdict.version} pass.`;
}
