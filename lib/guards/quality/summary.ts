import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import { formatCount } from "@/lib/experiments/results/figures";
import { oneUserWords } from "../alerts";
import { formatLine, formatLive, worstFirst } from "../finding-words";
import type { GuardStatus, MetricFinding } from "../findings";
import { durationWords, formatRoundShare } from "./figures";
import { betterPhrase, harmful, listWords, worsePhrase } from "./phrases";

/** The input of the quality summary of a prompt in an environment. Times are ISO strings. */
export type QualityFacts = {
  environment: string;
  /** `isAgain`: the version was live before. Its scores from before do not count for the guard. */
  live: { version: number; since: string; isAgain: boolean } | null;
  guard: {
    status: GuardStatus;
    since: string | null;
    baselineVersion: number | null;
    coolUntil: string | null;
    minimumPerSide: number;
    rollsBack: boolean;
    findings: readonly MetricFinding[];
  } | null;
  /** Set if the newest release is an automatic rollback. */
  rolledBack: {
    at: string;
    from: number;
    to: number;
    /** When the version that was rolled back had been released. */
    releasedAt: string | null;
    findings: readonly MetricFinding[];
  } | null;
  /** The share of answers that are scored; null if none are. */
  sampleRate: number | null;
  /** The value of the live version if there is no guard. */
  known: { metric: LiveMetric; label: string; value: number | null; n: number } | null;
};

export type QualityTone = "worse" | "careful" | "waiting" | "fine" | "unknown";

/** A quotable sentence, the text below it, and its subject. */
export type QualitySummary = {
  state:
    | "rolled_back"
    | "worse"
    | "suspect"
    | "inconclusive"
    | "waiting"
    | "resting"
    | "watching"
    | "off"
    | "not_watched"
    | "nothing_live";
  tone: QualityTone;
  /** Two or three words above the sentence. */
  kicker: string;
  /** When the state began, for "38 min ago". */
  at: string | null;
  sentence: string;
  detail: string;
  /** The version whose answers are shown, and the change to show. */
  about: number | null;
  change: { from: number; to: number } | null;
  /** The progress of a wait: the available and the required number of scores. */
  progress: { n: number; needed: number } | null;
};

type Draft = Omit<QualitySummary, "at" | "about" | "change" | "progress"> &
  Partial<Pick<QualitySummary, "at" | "about" | "change" | "progress">>;

const verdict = (draft: Draft): QualitySummary => ({ at: null, about: null, change: null, progress: null, ...draft });

const judged = ({ metric }: Pick<MetricFinding, "metric">) =>
  metric.startsWith("scorer:") ? "scored answers" : "answers";

/** "Good answers: 74.4 % of 308 scored answers, under the rollback line of 80 %. v11 had 88.6 % of 1,000." */
function evidenceSentence(finding: MetricFinding): string {
  const { metric, label, current, baseline, crossed, worse } = finding;
  const line = crossed === null ? null : finding[crossed];
  const past =
    line === null
      ? ""
      : `, ${worse === "lower" ? "under" : "over"} the ${crossed === "floor" ? "rollback" : "alert"} line of ${formatLine(metric, line)}`;
  const now = `${label}: ${formatLive(metric, current.value)} of ${formatCount(current.n)} ${judged(finding)}${past}.`;
  return baseline?.value == null
    ? now
    : `${now} v${baseline.version} had ${formatLive(metric, baseline.value)} of ${formatCount(baseline.n)}.`;
}

const phrases = (findings: readonly MetricFinding[]) => listWords(findings.map(worsePhrase));

function rolledBack(facts: QualityFacts, moved: NonNullable<QualityFacts["rolledBack"]>): QualitySummary {
  const bad = harmful(moved.findings);
  const first = bad[0];
  const took = moved.releasedAt ? durationWords(Date.parse(moved.at) - Date.parse(moved.releasedAt)) : null;
  const isSampled = first?.metric.startsWith("scorer:") && facts.sampleRate !== null && facts.sampleRate < 1;
  const why =
    isSampled && facts.sampleRate !== null && first
      ? `, because only ${formatRoundShare(facts.sampleRate)} of answers are scored`
      : "";
  return verdict({
    state: "rolled_back",
    tone: "worse",
    kicker: "Rolled back automatically",
    at: moved.at,
    sentence: `v${moved.to} is live again. v${moved.from} ${bad.length > 0 ? phrases(bad) : "was worse"}.`,
    detail: [first ? evidenceSentence(first) : "", took ? `It took ${took}${why}.` : ""].filter(Boolean).join(" "),
    about: moved.from,
    change: { from: moved.to, to: moved.from },
  });
}

function withoutGuard({ live, known, sampleRate }: QualityFacts, version: number): QualitySummary {
  const value =
    known && known.n > 0 && known.value !== null
      ? `${known.label}: ${formatLive(known.metric, known.value)} of ${formatCount(known.n)}.`
      : sampleRate === null
        ? "No live answers are scored, and no application has reported outcomes."
        : "No answer has been scored yet.";
  return verdict({
    state: "not_watched",
    tone: "unknown",
    kicker: "Not watched",
    at: live?.since ?? null,
    sentence: `No guard watches v${version}.`,
    detail: `${value} A guard compares a new version with the previous one, alerts when it is worse, and can roll back automatically.`,
    about: version,
  });
}

function waiting(
  { guard, live }: QualityFacts,
  version: number,
): Pick<QualitySummary, "sentence" | "detail" | "progress"> {
  const short = (guard?.findings ?? []).filter(({ reading }) => reading === "waiting");
  const sides = short.map(({ current, baseline, needed }) => {
    const side = current.n < needed || !baseline ? current : baseline;
    return { n: side.n, needed, version: side.version };
  });
  // Show the progress of the metric that is closest to its required scores.
  const nearest = sides.toSorted((a, b) => b.n / b.needed - a.n / a.needed)[0];
  const needed = nearest?.needed ?? guard?.minimumPerSide ?? 0;
  const of = nearest?.version ?? version;
  const isAgain = live?.isAgain ?? false;
  const what = isAgain && of === version ? "new scores" : "scores";
  const again = isAgain ? `v${version} is live again, and its scores from before do not count. ` : "";
  return {
    sentence: `Waiting: ${formatCount(nearest?.n ?? 0)} of ${formatCount(needed)} ${what} of v${of}.`,
    detail: `${again}“No difference” needs ${formatCount(needed)} scores of both versions. A version that is clearly worse is reported before.`,
    progress: { n: nearest?.n ?? 0, needed },
  };
}

/** How a watched version compares with the previous one. */
function watching(findings: readonly MetricFinding[], version: number, baseline: number | null): [string, string] {
  const ready = worstFirst(findings).filter(({ reading }) => reading !== "waiting");
  const before = baseline === null ? "the one before it" : `v${baseline}`;
  const is = (reading: MetricFinding["reading"]) => ready.filter((one) => one.reading === reading);
  const [unclear, better] = [is("not_clear"), is("better")];
  const main = findings.find(({ reading }) => reading !== "waiting") ?? null;
  const detail = main ? evidenceSentence(main) : "";
  if (unclear.length > 0) {
    const names = listWords(unclear.map(({ label }) => label.toLowerCase()));
    return [`v${version} is not clearly worse than ${before}.`, `Not clear: ${names}. ${detail}`];
  }
  if (ready.length > 0 && is("no_baseline").length === ready.length)
    return [`v${version} has no version before it to be compared with.`, detail];
  if (better.length > 0)
    return [`v${version} does better than ${before}: it ${listWords(better.map(betterPhrase))}.`, detail];
  return [`v${version} does as well as ${before}.`, detail];
}

/** The quality summary of a prompt in an environment. Pure. */
export function summarizeQuality(facts: QualityFacts): QualitySummary {
  const { live, guard, environment } = facts;
  if (!live)
    return verdict({
      state: "nothing_live",
      tone: "unknown",
      kicker: "Not live",
      sentence: `Nothing is live in ${environment}.`,
      detail: "Promote a version, and the reports about its answers appear here.",
    });
  const version = live.version;
  const change =
    guard?.baselineVersion && guard.baselineVersion !== version ? { from: guard.baselineVersion, to: version } : null;
  const findings = guard?.findings ?? [];
  const bad = harmful(findings);
  const before = guard?.baselineVersion ? `v${guard.baselineVersion}` : "the one before it";
  const state = guard?.status;
  if (guard && state === "worse")
    return verdict({
      state: "worse",
      tone: "worse",
      kicker: "Got worse",
      at: guard.since,
      sentence:
        bad.length > 0
          ? `v${version} is worse than ${before}. It ${phrases(bad)}.`
          : `v${version} is worse than ${before}.`,
      detail: [
        bad[0] ? evidenceSentence(bad[0]) : "",
        oneUserWords(findings),
        guard.rollsBack ? "It is still live." : "It is still live: this guard does not roll back.",
      ]
        .filter(Boolean)
        .join(" "),
      about: version,
      change,
    });
  if (guard && state === "suspect")
    return verdict({
      state: "suspect",
      tone: "careful",
      kicker: "Looks worse",
      at: guard.since,
      sentence: `v${version} may be worse than ${before}.`,
      detail: `One check says so. The next scores decide. ${bad[0] ? evidenceSentence(bad[0]) : ""}`.trim(),
      about: version,
      change,
    });
  if (facts.rolledBack) return rolledBack(facts, facts.rolledBack);
  if (!guard) return withoutGuard(facts, version);
  if (state === "off")
    return verdict({
      state: "off",
      tone: "unknown",
      kicker: "Not watched",
      at: guard.since,
      sentence: `The guard of v${version} is switched off.`,
      detail: "Scores are still stored. No alert is sent and nothing is rolled back automatically.",
      about: version,
      change,
    });
  if (state === "inconclusive") {
    const silent = worstFirst(findings).find(({ reading }) => reading === "inconclusive");
    const share = silent ? `${formatRoundShare(silent.invalidShare)} of the judgements of` : "Judgements of";
    return verdict({
      state: "inconclusive",
      tone: "careful",
      kicker: "No verdict",
      at: guard.since,
      sentence: "The judge gives no scores.",
      detail: `${share} v${version} could not be read${silent ? ` (${silent.label})` : ""}. They count neither way. The guard waits, nothing rolls back automatically, and answers are not affected.`,
      about: version,
      change,
    });
  }
  if (state === "waiting")
    return verdict({
      state: "waiting",
      tone: "waiting",
      kicker: "Not enough scores yet",
      at: live.since,
      ...waiting(facts, version),
      about: version,
      change,
    });
  const [sentence, detail] = watching(findings, version, guard.baselineVersion);
  if (state === "cooling_down")
    return verdict({
      state: "resting",
      tone: "waiting",
      kicker: "Cooling down",
      at: guard.since,
      sentence: `v${version} is live, and the guard is cooling down.`,
      detail: "After a release or rollback it waits for new scores, so that versions do not alternate.",
      about: version,
      change,
    });
  return verdict({
    state: "watching",
    tone: "fine",
    kicker: "Watched",
    at: live.since,
    sentence,
    detail,
    about: version,
    change,
  });
}
