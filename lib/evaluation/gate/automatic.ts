import type { GateResult } from "@/lib/registry/gate/result";
import { refusalWords } from "@/lib/registry/gate/words";

/** What decides whether a version goes live automatically. */
export type Candidate = {
  prompt: string;
  result: GateResult;
  liveVersion: number | null;
  /** Whether it was live there before: then somebody, or a guard, took it back. */
  wasLive: boolean;
  /** Whether somebody, or a guard, went back to an earlier version there after the run was made. */
  isTakenBack: boolean;
  /** Whether the run was made as the gate asks now. */
  isOfThisGate: boolean;
};

/** Why a version does not go live automatically, in a sentence; null: it does, as far as the moves' own gate lets it. Pure. */
export function automaticRefusal({ prompt, result, liveVersion, isOfThisGate, ...past }: Candidate): string | null {
  const { environment, version } = result;
  if (liveVersion === version) return `v${version} is live in ${environment} already.`;
  if (!isOfThisGate) return `The gate of ${environment} changed since this run was made. Run it again.`;
  if (result.state !== "passed") return refusalWords(result, prompt);
  if (result.run?.isStandIn)
    return `v${version} passed by answers of the offline model, because no provider is connected. Connect one and run the gate, or promote it by hand.`;
  if (past.wasLive) return `v${version} was live in ${environment} before. It does not go live again automatically.`;
  if (liveVersion !== null && liveVersion > version)
    return `v${version} passed, but v${liveVersion}, which is newer, is live in ${environment} by now.`;
  if (past.isTakenBack)
    return `v${version} passed, but ${environment} was rolled back since its run was made. Promote it by hand.`;
  return null;
}
