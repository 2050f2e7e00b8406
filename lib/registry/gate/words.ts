import { capitalize, listWords, pluralize } from "@/lib/core/words";
import type { ComparedCases } from "./comparison";
import { dimensions } from "./dimensions";
import type { GateFacts } from "./facts";
import { pWords, unlikeShares } from "./figures";
import type { GateFinding } from "./finding";
import type { BrokenCase, GateResult } from "./result";

type Context = Pick<GateFacts, "version" | "liveVersion" | "suite">;
type FindingOf<Code extends GateFinding["code"]> = Extract<GateFinding, { code: Code }>;

/** The sentence of each finding. */
const sentences: { [Code in GateFinding["code"]]: (finding: FindingOf<Code>, context: Context) => string } = {
  not_evaluated: ({ stale }, { version, suite }) => {
    if (stale === "set")
      return `v${version} was evaluated on other cases of “${suite.name}” than the approved ones (revision ${suite.revision}). Run the gate.`;
    if (stale === "scorers")
      return `v${version} was evaluated with other scorers than the approved ones of “${suite.name}”. Run the gate.`;
    if (stale === "settings")
      return `v${version} was evaluated with another model or other repeats than the gate requires. Run it again.`;
    return `v${version} was not evaluated on “${suite.name}” yet.`;
  },
  running: ({ version, done, total }) => `v${version} is being evaluated: ${done} of ${pluralize(total, "answer")}.`,
  run_stopped: ({ version, isCancelled, why }) => {
    const reason = why.trim().replace(/\.$/, "");
    return `The run of v${version} ${isCancelled ? "was cancelled" : "failed"}${reason ? `: ${reason}` : ""}. Run it again.`;
  },
  too_many_failed: ({ version, failed, total, limit }) =>
    `v${version}: ${failed} of ${pluralize(total, "answer")} failed. ${limitWords(limit)}`,
  too_many_invalid: ({ version, invalid, total, limit }) =>
    `v${version}: the judge gave no usable answer in ${invalid} of ${pluralize(total, "judgement")}. ${limitWords(limit)}`,
  below_minimum: ({ dimension, score, minimum }) => {
    const [has, needs] = unlikeShares(score, minimum);
    return `${capitalize(dimension)} is ${has}, the minimum is ${needs}.`;
  },
  worse_than_live: ({ dimension, broken, fixed, p }, { liveVersion }) =>
    `Worse than v${liveVersion} in ${dimension}: ${pluralize(broken, "case")} broken, ${fixed === 0 ? "none" : fixed} fixed (${pWords(p)}).`,
  not_measured: (finding, { liveVersion, suite }) => {
    if (finding.dimension === null) return `No scorer of “${suite.name}” measured anything.`;
    const name = capitalize(finding.dimension);
    return finding.isOfLive
      ? `${name} was measured of v${liveVersion}, but not of this version.`
      : `${name} has a minimum, but no scorer of “${suite.name}” measured it.`;
  },
  baseline_missing: ({ why }, { version, liveVersion, suite }) => {
    const live = `v${liveVersion}`;
    if (why === "other_judge")
      return `${live}, which is live, was judged by another judge. Run v${version} again: both then have the same.`;
    if (why === "not_finished") return `The run of ${live}, which is live, did not finish. Run it to compare.`;
    return `${live} is live and was not evaluated on this set of “${suite.name}”. Run it to compare.`;
  },
};

const limitWords = (limit: number) => `More than ${limit * 100}\u00a0% is too many for reliable results. Run it again.`;

/** Why a version does not pass, as a sentence. Pure. */
export function findingWords<Code extends GateFinding["code"]>(finding: FindingOf<Code>, context: Context): string {
  return sentences[finding.code as Code](finding, context);
}

/** The result of a comparison: "Not worse than v16: 6 cases fixed, none broken, 118 the same." Pure. */
export function comparisonWords({ liveVersion, fixed, broken, same, p, worse }: ComparedCases): string {
  const counts = `${pluralize(fixed, "case")} fixed, ${broken === 0 ? "none" : broken} broken, ${same} the same`;
  if (worse.length > 0)
    return `Worse than v${liveVersion} in ${listWords(worse)} (${pWords(p)}). Over all dimensions: ${counts}.`;
  const chance = broken > 0 ? ` That can be chance (${pWords(p)}).` : "";
  return `Not worse than v${liveVersion}: ${counts}.${chance}`;
}

/**
 * The smallest change that a comparison could detect: "With 124 cases, the smallest drop that it detects is 5 broken
 * and none fixed." Pure.
 */
export function sensitivityWords({ fixed, broken, same, leastNoticeable }: ComparedCases): string {
  const count = fixed + broken + same;
  return count < leastNoticeable
    ? `With ${pluralize(count, "case")} it cannot detect anything: that takes at least ${leastNoticeable}.`
    : `With ${pluralize(count, "case")}, the smallest drop that it detects is ${leastNoticeable} broken and none fixed.`;
}

/** Why a version may not go live, as one text for an error or a record. */
export function refusalWords({ environment, version, reasons }: GateResult, prompt: string): string {
  const why = reasons.map(({ message }) => message).join(" ");
  return `v${version} of ${prompt} has not passed the gate of ${environment}. ${why}`;
}

/** A broken case as a sentence. */
export function brokenCaseWords(
  { position, title, dimensions: broken }: BrokenCase,
  { version, liveVersion }: Pick<GateResult, "version" | "liveVersion">,
): string {
  return `Case ${position} “${title}”: v${liveVersion} passes ${listWords(broken)}, v${version} does not.`;
}

/** The result in a few words: "Blocked by accuracy and format", "Evaluating 12 of 40", "Passed". */
export function shortWords({ state, run, baseline, reasons }: GateResult): string {
  if (state === "passed") return "Passed";
  if (state === "running") {
    const going = run?.status === "finished" ? baseline : run;
    return `Evaluating ${going?.progress.done ?? 0} of ${going?.progress.total ?? 0}`;
  }
  if (state === "missing") return run ? "Waiting for a comparison" : "Not evaluated on this set";
  if (state === "inconclusive") return "Blocked, not conclusive";
  const named = dimensions.filter((dimension) => reasons.some((each) => each.dimension === dimension));
  return `Blocked by ${listWords(named)}`;
}
