import { formatLive, worstFirst } from "../finding-words";
import type { MetricFinding } from "../findings";
import { isHarmful } from "../reading";

type FindingSummary = Pick<MetricFinding, "metric" | "label" | "kind" | "worse">;

/** How a worse version behaves, per metric: "v12 finished fewer tasks". */
const worseWords: Record<string, string> = {
  completion: "finished fewer tasks",
  thumbs: "got fewer thumbs up",
  stars: "got fewer stars",
  edit_rate: "was edited more often",
  regeneration_rate: "was asked again more often",
  refusal_rate: "refused more often",
  violation_rate: "broke more rules",
  cost: "cost more",
  latency: "took longer",
  ttft: "took longer to begin",
};

const betterWords: Record<string, string> = {
  completion: "finishes more tasks",
  thumbs: "gets more thumbs up",
  stars: "gets more stars",
  edit_rate: "is edited less often",
  regeneration_rate: "is asked again less often",
  refusal_rate: "refuses less often",
  violation_rate: "breaks fewer rules",
  cost: "costs less",
  latency: "takes less time",
  ttft: "begins sooner",
};

/**
 * "good answers" can be used after "fewer". "Tone" is the name of a check, so it becomes "answers that pass “Tone”".
 */
const answers = (label: string) => (/ answers$/i.test(label) ? label.toLowerCase() : `answers that pass “${label}”`);

/** "gave fewer good answers", "took longer": the predicate of a version that is worse on a metric. */
export function worsePhrase({ metric, label, kind, worse }: FindingSummary): string {
  const words = worseWords[metric];
  if (words) return words;
  if (kind === "rate") return `gave ${worse === "lower" ? "fewer" : "more"} ${answers(label)}`;
  return `was ${worse === "lower" ? "lower" : "higher"} on “${label}”`;
}

/** "gives more good answers", "takes less time": the predicate of a version that is better on a metric. */
export function betterPhrase({ metric, label, kind, worse }: FindingSummary): string {
  const words = betterWords[metric];
  if (words) return words;
  if (kind === "rate") return `gives ${worse === "lower" ? "more" : "fewer"} ${answers(label)}`;
  return `is ${worse === "lower" ? "higher" : "lower"} on “${label}”`;
}

/** "a", "a and b": the first two items of a list, then the number of the others. */
export function briefList(words: readonly string[]): string {
  const [first = "", second, ...more] = words;
  if (second === undefined) return first;
  return more.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${more.length} more`;
}

export type ReadingTone = "negative" | "positive" | "neutral";

/** The tone of a reading. Colour is always combined with a word and a shape. */
export function readingTone(finding: Pick<MetricFinding, "reading">): ReadingTone {
  if (isHarmful(finding)) return "negative";
  return finding.reading === "better" ? "positive" : "neutral";
}

/** "78.7 % good answers, v8 had 86.3 %": the numbers of a finding in one line. */
export function findingNumbers(finding: MetricFinding): string {
  const { metric, label, kind, current, baseline } = finding;
  const now = formatLive(metric, current.value);
  const name = kind === "rate" ? `${now} ${label.toLowerCase()}` : `${label}: ${now}`;
  return baseline?.value == null ? name : `${name}, v${baseline.version} had ${formatLive(metric, baseline.value)}`;
}

/** The findings on which a guard acts, worst first. */
export const harmful = (findings: readonly MetricFinding[]): MetricFinding[] => worstFirst(findings).filter(isHarmful);
