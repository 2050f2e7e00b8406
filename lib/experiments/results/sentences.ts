import { type MetricName, metrics } from "../metrics";
import { formatCount, formatDay, formatDays, formatDifference, formatShare, formatValue } from "./figures";
import type { BanditResults, Comparison, HealthCheck, Verdict } from "./schema";

/** What a page says first, and the lines under it. */
export type Words = { sentence: string; detail: string };

/** What happens to one of every hundred: "tasks are finished". */
const rateWords: Partial<Record<MetricName, [base: string, happens: string]>> = {
  completion: ["tasks", "are finished"],
  thumbs: ["ratings", "are thumbs up"],
  edit_rate: ["answers", "are edited"],
  regeneration_rate: ["answers", "are asked for again"],
  refusal_rate: ["answers", "are refusals"],
  violation_rate: ["answers", "break a rule"],
};

const subjects: Partial<Record<MetricName, string>> = {
  stars: "an average rating",
  cost: "an answer",
  cost_per_completion: "a finished task",
  ttft_p50: "the first token, half of the time,",
  ttft_p95: "the first token, 95 times in 100,",
  latency_p50: "the whole answer, half of the time,",
  latency_p95: "the whole answer, 95 times in 100,",
};

/** "about 4 more of every 100 tasks are finished", "an answer costs $0.0005 less". */
export function changeWords(metric: MetricName, difference: number): string {
  const words = rateWords[metric];
  if (words) {
    const per = [100, 1_000, 10_000, 100_000].find((base) => Math.abs(difference) * base >= 0.95) ?? 100_000;
    const size = Math.max(1, Math.round(Math.abs(difference) * per));
    const [base, happens] = words;
    return `about ${formatCount(size)} ${difference > 0 ? "more" : "fewer"} of every ${formatCount(per)} ${base} ${
      size === 1
        ? happens
            .replace(/^are /, "is ")
            .replace(/^break /, "breaks ")
            .replace("is refusals", "is a refusal")
        : happens
    }`;
  }
  const size = formatDifference(metric, Math.abs(difference)).replace("+", "");
  if (metric === "stars") return `${subjects.stars} is ${size} ${difference > 0 ? "higher" : "lower"}`;
  if (metric === "cost" || metric === "cost_per_completion")
    return `${subjects[metric]} costs ${size} ${difference > 0 ? "more" : "less"}`;
  return `${subjects[metric]} takes ${size} ${difference > 0 ? "longer" : "less"}`;
}

/** "v9": how a variant is called. */
export type NameOf = (variant: string) => string;

const list = (words: readonly string[]) =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

const lower = (metric: MetricName) => metrics[metric].label.toLowerCase();

/** "between 1.8 and 5.8 points", "between $0.0001 less and $0.0004 more"; null where it is open. */
export function betweenWords(
  metric: MetricName,
  [low, high]: Comparison["interval"],
  difference: number,
): string | null {
  if (low === null || high === null) return null;
  const isOneSided = Math.sign(low) === Math.sign(high) && low !== 0;
  if (metrics[metric].kind === "rate") {
    const points = (value: number) =>
      (value * 100).toFixed(Math.abs(value) < 0.001 && value !== 0 ? 2 : 1).replace("-", "−");
    const ends = isOneSided ? [Math.abs(low), Math.abs(high)].toSorted((a, b) => a - b) : [low, high];
    return `between ${points(ends[0] ?? 0)} and ${points(ends[1] ?? 0)} points${isOneSided ? (difference > 0 ? " up" : " down") : ""}`;
  }
  return `between ${formatDifference(metric, low)} and ${formatDifference(metric, high)}`;
}

type VerdictFacts = Pick<Verdict, "result" | "variant" | "harmedGuardrails" | "detectable"> & {
  comparisons: readonly Comparison[];
  control: string;
  nameOf: NameOf;
};

/** The verdict in words that can be repeated in a meeting. */
export function verdictWords({
  result,
  variant,
  harmedGuardrails,
  detectable,
  comparisons,
  control,
  nameOf,
}: VerdictFacts): Words {
  const primaries = comparisons.filter(({ role }) => role === "primary");
  const main = primaries.find((one) => one.variant === variant) ?? primaries[0];
  if (!main) return { sentence: "Nothing was measured.", detail: "" };
  const { metric, baseline, value, difference } = main;
  const [name, old] = [nameOf(main.variant), nameOf(control)];
  const values = `${formatValue(metric, value)} with ${name}, ${formatValue(metric, baseline)} with ${old}.`;
  const confidence = formatShare(main.confidence, main.confidence * 100 >= 99 ? 1 : 0);
  const between = betweenWords(metric, main.interval, difference ?? 0);
  const range = between && `The true change lies ${between} (${confidence} interval).`;
  const rails = guardrailWords(comparisons, main.variant);
  const detail = (...parts: (string | null)[]) => parts.filter(Boolean).join(" ");
  if (result === "nothing_to_test")
    return {
      sentence: `Nothing to test: ${lower(metric)} is the same everywhere.`,
      detail: detail(values, "Every answer had the same outcome, so neither version can be better by it.", rails),
    };
  const change = changeWords(metric, difference ?? 0);
  if (result === "better")
    return {
      sentence: `${name} is better: ${change}.`,
      detail: detail(values, range, rails, costWords(comparisons, main)),
    };
  if (result === "worse") return { sentence: `${name} is worse: ${change}.`, detail: detail(values, range, rails) };
  if (result === "blocked") {
    const harmed = list(harmedGuardrails.filter((one) => one.variant === main.variant).map((one) => lower(one.metric)));
    const gain = main.reading === "better" ? `${name} would be better, but` : `Do not release ${name}:`;
    return {
      sentence: `${gain} ${harmed} got worse by more than agreed.`,
      detail: detail(main.reading === "better" ? `${capital(change)}.` : null, values, range),
    };
  }
  const worse = primaries.filter(({ reading }) => reading === "worse").map((one) => nameOf(one.variant));
  const seen =
    detectable === null
      ? null
      : `A change of ${formatDifference(metric, detectable).replace("+", "")} would have been found; a smaller one may still be there.`;
  return {
    sentence: `No clear difference between ${list([...new Set([old, ...primaries.map((one) => nameOf(one.variant))])])}.`,
    detail: detail(values, range, seen, worse.length > 0 ? `${list(worse)} is worse than ${old}.` : null, rails),
  };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function guardrailWords(comparisons: readonly Comparison[], variant: string): string | null {
  const rails = comparisons.filter((one) => one.role === "guardrail" && one.variant === variant);
  if (rails.length === 0) return null;
  const unclear = rails.filter(({ reading }) => reading === "unclear");
  const worse = rails.filter(({ reading }) => reading === "worse");
  if (worse.length > 0) return `${capital(list(worse.map((one) => lower(one.metric))))} got worse by more than agreed.`;
  if (unclear.length > 0)
    return `Not clear whether ${list(unclear.map((one) => lower(one.metric)))} got worse by more than agreed.`;
  return rails.length === 1 ? "The guardrail did not get worse." : "No guardrail got worse.";
}

function costWords(comparisons: readonly Comparison[], { metric, variant }: Comparison): string | null {
  const cost = comparisons.find((one) => one.variant === variant && one.metric === "cost_per_completion");
  if (!cost || metric === "cost_per_completion" || cost.difference === null || cost.role !== "exploratory") return null;
  if (cost.reading !== "better" && cost.reading !== "worse") return null;
  return `${capital(changeWords("cost_per_completion", cost.difference))}.`;
}

type CollectingFacts = {
  required: number;
  counted: number;
  /** The variant furthest behind, as it is called. */
  behind: string;
  perDay: number | null;
  expectedAt: string | null;
  asOf: string;
  alpha: number;
  isStopped: boolean;
};

/** Before the planned sample: how long still, and why nothing is said. */
export function collectingWords(facts: CollectingFacts): Words {
  const { required, counted, behind, perDay, expectedAt, asOf, alpha, isStopped } = facts;
  const plan = `The plan asks for ${formatCount(required)} users on each version; ${behind} has ${formatCount(counted)}`;
  if (isStopped)
    return {
      sentence: "Stopped before there was a verdict.",
      detail: `${plan}. What was seen until then decides nothing.`,
    };
  if (counted === 0)
    return {
      sentence: "Waiting for the first users.",
      detail: `The plan asks for ${formatCount(required)} users on each version. They count once their answers come in.`,
    };
  const often = `Early numbers swing; deciding on them is wrong far more often than 1 time in ${formatCount(1 / alpha)}.`;
  if (!expectedAt || perDay === null)
    return {
      sentence: "Keep it running: there is no date yet.",
      detail: `${plan}, and too few come to say when that will be. ${often}`,
    };
  const days = (Date.parse(expectedAt) - Date.parse(asOf)) / 86_400_000;
  const pace = perDay >= 1 ? `about ${formatCount(perDay)} a day` : "less than one a day";
  const left = formatDays(Math.max(1, Math.round(days))).replace("day", "more day");
  return {
    sentence: days < 1 ? "Keep it running, less than a day more." : `Keep it running, about ${left}.`,
    detail: `${plan} and gains ${pace}, so the answer is due around ${formatDay(expectedAt)}. ${often}`,
  };
}

const failed: Record<HealthCheck["id"], string> = {
  split: "The groups are not the size they should be.",
  two_arms: "Too many users saw more than one version.",
  missing_outcomes: "Outcomes are missing more on one side.",
  stray_traffic: "Users got a version that is not in the plan.",
  plan_unchanged: "The plan is not the one that was started.",
  design_effect: "",
  full_week: "",
};

/** What replaces the verdict when a check fails. */
export function notValidWords(checks: readonly HealthCheck[]): Words {
  const first = checks.find(({ result }) => result === "fails");
  if (!first) return { sentence: "", detail: "" };
  return {
    sentence: failed[first.id],
    detail: `Seen: ${first.seen}. ${first.action ?? ""} No version can be called better.`,
  };
}

/** Where a bandit stands, without calling anything better. */
export function banditWords(bandit: BanditResults, metric: MetricName, nameOf: NameOf): Words {
  if (bandit.isBurningIn)
    return {
      sentence: "Still learning: traffic moves after the burn-in.",
      detail: `Every version first gets ${formatCount(bandit.burnIn)} users, so that none is judged on luck.`,
    };
  const best = bandit.arms.toSorted((a, b) => (b.probabilityBest ?? 0) - (a.probabilityBest ?? 0))[0];
  if (!best) return { sentence: "Nothing was measured.", detail: "" };
  const chance = best.probabilityBest ?? 0;
  const word = chance >= 0.95 ? "very probably" : chance >= 0.7 ? "probably" : "perhaps";
  const floor = `Every version keeps at least ${formatShare(bandit.floor, 0)}.`;
  return {
    sentence: `${nameOf(best.variant)} is ${word} the best and gets ${formatShare(best.weight, 0)} of users.`,
    detail: `The chance that it is the best is ${formatShare(Math.min(chance, 0.999), chance > 0.99 ? 1 : 0)}. ${regretWords(metric, bandit.regretSaved)}${floor} A bandit earns while it learns; it proves nothing, so there is no verdict.`,
  };
}

const gains: Partial<Record<MetricName, string>> = {
  completion: "finished tasks",
  thumbs: "thumbs up",
  edit_rate: "edited answers",
  regeneration_rate: "answers asked for again",
  refusal_rate: "refusals",
  violation_rate: "violations",
};

/** "About 120 more finished tasks than an equal split would have brought. " */
export function regretWords(metric: MetricName, saved: number | null): string {
  if (saved === null || Math.abs(saved) < 0.5 * (gains[metric] ? 1 : 0.01)) return "";
  const size = gains[metric] ? `${formatCount(Math.abs(saved))}` : `$${Math.abs(saved).toFixed(2)}`;
  const isUp = metrics[metric].worse === "lower" ? saved > 0 : saved < 0;
  const what = gains[metric] ? ` ${isUp ? "more" : "fewer"} ${gains[metric]}` : ` ${isUp ? "more" : "less"} spent`;
  return `About ${size}${what} than an equal split would have brought. `;
}
