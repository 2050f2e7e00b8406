import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import type { GuardStatus, MetricFinding } from "../findings";
import { findingNumbers, harmful } from "./phrases";

/** The quality status of a prompt in an environment, with or without a guard. */
export type QualityStatus = GuardStatus | "not_watched" | "nothing_live";

/** What needs an action of a person: a change request, or a version in testing that is newer than the live one. */
export type QualityWait =
  | { kind: "change_request"; number: number; version: number; title: string; more: number }
  | { kind: "ahead"; version: number; environment: string };

/** A day (UTC) of the trend. `value` is null if nothing was scored. */
export type TrendDay = { day: string; value: number | null; n: number; isRelease: boolean };

/** One prompt in one environment: the live version, its quality, and what needs an action. */
export type QualityRow = {
  prompt: string;
  environment: string;
  live: { version: number; since: string } | null;
  status: QualityStatus;
  /** The group of a row; the groups are ordered by urgency. */
  group: QualityGroup;
  /** When the status began; null if unknown or without checks. */
  since: string | null;
  /** The status with its numbers, in words. */
  words: string;
  waits: QualityWait | null;
  /** The metric of the trend; null if nothing was measured within 14 days. */
  metric: { name: LiveMetric; label: string } | null;
  /** The value of the live version: from the guard's last findings, else from the last 14 days. */
  value: number | null;
  /** The number of scores in the last 7 days. */
  scores: number;
  /** The direction of a clear change, for the colour of the trend's end. */
  change: "worse" | "better" | null;
  trend: TrendDay[];
};

/** The groups of the list, in display order. */
export const qualityGroups = ["worse", "back", "silent", "waiting", "watched", "not_watched", "not_live"] as const;
export type QualityGroup = (typeof qualityGroups)[number];

/** The heads of the groups. */
export const groupWords: Record<QualityGroup, string> = {
  worse: "Got worse",
  back: "Rolled back automatically",
  silent: "No verdicts",
  waiting: "A newer version waits",
  watched: "Watched",
  not_watched: "Not watched",
  not_live: "Not live",
};

// Within a group, certain findings come before uncertain ones.
const ranks: Record<QualityStatus, number> = {
  worse: 0,
  suspect: 1,
  rolled_back: 2,
  inconclusive: 3,
  cooling_down: 6,
  waiting: 7,
  watching: 8,
  off: 9,
  not_watched: 9,
  nothing_live: 10,
};
/**
 * Ranks of rows that need an action although nothing is worse: of the watched ones, a change request, then a newer
 * version.
 */
export const waitRanks = { change_request: 4, ahead: 5 } as const;
const byRank: QualityGroup[] = [
  "worse",
  "worse",
  "back",
  "silent",
  "waiting",
  "waiting",
  "watched",
  "watched",
  "watched",
  "not_watched",
  "not_live",
];

/** The rank of a status in the list. Lower is more urgent. */
export const rankOf = (status: QualityStatus): number => ranks[status];

/** The group of a rank. */
export const groupOf = (rank: number): QualityGroup => byRank[rank] ?? "not_live";

/** The number of the workspace's deployments in each group. */
export type QualityCounts = Record<QualityGroup, number>;

const count = (n: number, one: string, many: string) =>
  n === 0 ? "" : n === 1 ? `1 ${one}` : `${n.toLocaleString("en-US")} ${many}`;

/**
 * The summary at the top of the list: "1 prompt got worse. 1 rolled back automatically. 2 watched prompts have a newer
 * version that is not live."
 */
export function overviewWords(counts: QualityCounts): { sentence: string; detail: string } {
  const alarms = [
    count(counts.worse, "prompt got worse", "prompts got worse"),
    count(counts.back, "rolled back automatically", "rolled back automatically"),
    count(counts.silent, "gets no verdicts", "get no verdicts"),
  ].filter(Boolean);
  const waiting = count(
    counts.waiting,
    "watched prompt has a newer version that is not live",
    "watched prompts have a newer version that is not live",
  );
  const rest = [
    count(counts.watched, "is watched", "are watched"),
    count(counts.not_watched, "is not watched", "are not watched"),
    count(counts.not_live, "is not live", "are not live"),
  ].filter(Boolean);
  const watched = counts.watched + counts.waiting;
  const sentence =
    alarms.length > 0 ? `${alarms.join(", ")}.` : watched > 0 ? "Nothing got worse." : "Nothing is watched yet.";
  // The counts exclude the groups already mentioned: worse, rolled back, waiting.
  const isPart = waiting !== "" || alarms.length > 0;
  const others = rest.length > 0 ? `${isPart ? "Of the others, " : ""}${rest.join(", ")}.` : "";
  return { sentence, detail: [waiting && `${waiting}.`, others].filter(Boolean).join(" ") };
}

type RowState = {
  status: QualityStatus;
  environment: string;
  version: number | null;
  findings: readonly MetricFinding[];
  /** Set if the newest release is an automatic rollback. */
  back: { from: number; findings: readonly MetricFinding[] } | null;
};

/** A row's status with its numbers: "78.7 % good answers, v8 had 86.3 %". */
export function rowWords({ status, environment, version, findings, back }: RowState): string {
  const [worst] = harmful(findings);
  switch (status) {
    case "worse":
      return worst ? `Worse: ${findingNumbers(worst)}` : "Worse than before";
    case "suspect":
      return worst ? `May be worse: ${findingNumbers(worst)}` : "May be worse, one check says so";
    case "rolled_back": {
      const [then] = harmful(back?.findings ?? []);
      const from = back ? `from v${back.from}` : "";
      return `Went back ${from}${then ? `: ${findingNumbers(then)}` : ""}`.replaceAll("  ", " ").trim();
    }
    case "inconclusive":
      return "The judge gives no scores";
    case "waiting": {
      const nearest = findings
        .map(({ current, baseline, needed }) => {
          const side = current.n < needed || !baseline ? current : baseline;
          return { n: side.n, needed, version: side.version };
        })
        .toSorted((a, b) => b.n / b.needed - a.n / a.needed)[0];
      if (!nearest) return "Waiting for new scores";
      return `Waiting: ${nearest.n.toLocaleString("en-US")} of ${nearest.needed.toLocaleString("en-US")} scores of v${nearest.version}`;
    }
    case "cooling_down":
      return "Cooling down";
    case "watching": {
      const isBetter = findings.some(({ reading }) => reading === "better");
      const isClear = findings.every(({ reading }) => reading !== "not_clear");
      const before = findings.find(({ baseline }) => baseline)?.baseline?.version;
      if (before === undefined) return "Watched";
      if (!isClear) return `Not clearly worse than v${before}`;
      return isBetter ? `Better than v${before}` : `As good as v${before}`;
    }
    case "off":
      return "Guard switched off";
    case "not_watched":
      return "Not watched";
    case "nothing_live":
      return version === null ? `Not live in ${environment}` : "Not watched";
  }
}

/** When the scores of the last 7 days (UTC) begin. */
export const scoresFrom = (trend: readonly TrendDay[]) => `${trend.at(-7)?.day}T00:00:00.000Z`;
