import { type MetricName, metrics } from "../metrics";
import { formatCount, formatDay, formatDays, formatDifference, formatShare } from "./figures";
import type { BanditResults, Comparison, HealthCheck } from "./schema";

/** The first sentence of a page, and the lines below it. */
export type Words = { sentence: string; detail: string };

/** The event of a rate, for sentences about 100 cases: "tasks are finished". */
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
  ttft_p50: "the median time to the first token",
  ttft_p95: "the 95th percentile of the time to the first token",
  latency_p50: "the median total time",
  latency_p95: "the 95th percentile of the total time",
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
  return `${subjects[metric]} is ${size} ${difference > 0 ? "longer" : "shorter"}`;
}

/** Returns the name of a variant: "v9". */
export type NameOf = (variant: string) => string;

/** The name of a metric inside a sentence: "thumbs up". */
export const metricWords = (metric: MetricName) => metrics[metric].label.toLowerCase();

/** "between 1.8 and 5.8 points", "between $0.0001 less and $0.0004 more"; null if an end is open. */
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

type CollectingFacts = {
  required: number;
  counted: number;
  /** The name of the variant with the fewest users. */
  behind: string;
  perDay: number | null;
  expectedAt: string | null;
  asOf: string;
  alpha: number;
  isStopped: boolean;
  /** Users whose outcome is not known yet, and the outcome window in minutes. */
  young: number;
  windowMinutes: number;
};

/** "60 minutes", "24 hours", "7 days". */
function windowWords(minutes: number): string {
  const [size, unit] =
    minutes % 1_440 === 0 && minutes > 1_440
      ? [minutes / 1_440, "day"]
      : minutes % 60 === 0 && minutes >= 120
        ? [minutes / 60, "hour"]
        : [minutes, "minute"];
  return `${formatCount(size)}\u00a0${unit}${size === 1 ? "" : "s"}`;
}

/** "Not counted yet: 12 users. …"; empty if no outcome is pending. */
const youngWords = ({ young, windowMinutes }: Pick<CollectingFacts, "young" | "windowMinutes">): string =>
  young === 0
    ? ""
    : ` Not counted yet: ${formatCount(young)} ${young === 1 ? "user" : "users"}. An outcome counts ${windowWords(windowMinutes)} after its answer.`;

/** The text before the planned sample is complete: the remaining time, and why there is no result yet. */
export function collectingWords(facts: CollectingFacts): Words {
  const { required, counted, behind, perDay, expectedAt, asOf, alpha, isStopped } = facts;
  const plan = `The plan asks for ${formatCount(required)} users on each version; ${behind} has ${formatCount(counted)}`;
  if (isStopped)
    return {
      sentence: "Stopped before there was a verdict.",
      detail: `${plan}. The results until then are no verdict.`,
    };
  if (counted === 0)
    return {
      sentence: "Waiting for the first users.",
      detail: `The plan asks for ${formatCount(required)} users on each version. They count once their answers come in.${youngWords(facts)}`,
    };
  const often = `Early numbers change a lot: a decision on them is wrong far more often than 1 time in ${formatCount(1 / alpha)}.`;
  if (!expectedAt || perDay === null)
    return {
      sentence: "Keep it running: there is no date yet.",
      detail: `${plan}. The date is not known: the experiment has just begun, or too few users come.${youngWords(facts)} ${often}`,
    };
  const days = (Date.parse(expectedAt) - Date.parse(asOf)) / 86_400_000;
  const pace = perDay >= 1 ? `about ${formatCount(perDay)} a day` : "less than one a day";
  const left = formatDays(Math.max(1, Math.round(days))).replace("day", "more day");
  return {
    sentence: days < 1 ? "Keep it running for less than a day." : `Keep it running for about ${left}.`,
    detail: `${plan} and gains ${pace}, so the result is due around ${formatDay(expectedAt)}.${youngWords(facts)} ${often}`,
  };
}

const failed: Record<HealthCheck["id"], string> = {
  split: "The groups are not the size they should be.",
  two_arms: "Too many users saw more than one version.",
  missing_outcomes: "Outcomes are missing more on one side.",
  stray_traffic: "Users got a version that is not in the plan.",
  plan_unchanged: "The plan is not the one that was started.",
  design_effect: "",
  one_user: "",
  clocks: "",
  snippets: "",
  full_week: "",
};

/** The text that replaces the verdict if a check fails. */
export function notValidWords(checks: readonly HealthCheck[]): Words {
  const first = checks.find(({ result }) => result === "fails");
  if (!first) return { sentence: "", detail: "" };
  return {
    sentence: failed[first.id],
    detail: `Seen: ${first.seen}. ${first.action ?? ""} No version can be called better.`,
  };
}

/** The state of a bandit, which has no verdict. */
export function banditWords(bandit: BanditResults, metric: MetricName, nameOf: NameOf): Words {
  if (bandit.isBurningIn)
    return {
      sentence: "Still learning: traffic moves after the burn-in.",
      detail: `Every version first gets ${formatCount(bandit.burnIn)} users, so that none is judged by chance.`,
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
