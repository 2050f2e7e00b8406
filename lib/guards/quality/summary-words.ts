import { formatCount } from "@/lib/experiments/results/figures";
import { oneUserWords } from "../alerts";
import { formatLine, formatLive, worstFirst } from "../finding-words";
import type { MetricFinding } from "../findings";
import { durationWords, formatRoundShare } from "./figures";
import { betterPhrase, briefList, harmful, worsePhrase } from "./phrases";
import type { QualityFacts, QualityState, QualitySummary } from "./summary-facts";

/** What a summary says, without its state. */
type SummaryText = Omit<QualitySummary, "state">;

type Draft = Pick<SummaryText, "tone" | "kicker" | "sentence" | "detail"> & Partial<SummaryText>;

const summary = (draft: Draft): SummaryText => ({ at: null, about: null, change: null, progress: null, ...draft });

/** The live version with its guard, and the change that the guard compares. */
function watched({ live, guard }: QualityFacts) {
  const version = live?.version ?? 0;
  const baseline = guard?.baselineVersion ?? null;
  const change = baseline && baseline !== version ? { from: baseline, to: version } : null;
  const findings = guard?.findings ?? [];
  const before = baseline ? `v${baseline}` : "the one before it";
  return { version, before, findings, since: guard?.since ?? null, draft: { about: version, change } };
}

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

const phrases = (findings: readonly MetricFinding[]) => briefList(findings.map(worsePhrase));

function rolledBack(facts: QualityFacts): SummaryText {
  const moved = facts.rolledBack;
  if (!moved) return watching(facts);
  const bad = harmful(moved.findings);
  const first = bad[0];
  const took = moved.releasedAt ? durationWords(Date.parse(moved.at) - Date.parse(moved.releasedAt)) : null;
  const isSampled = first?.metric.startsWith("scorer:") && facts.sampleRate !== null && facts.sampleRate < 1;
  const why =
    isSampled && facts.sampleRate !== null && first
      ? `, because only ${formatRoundShare(facts.sampleRate)} of answers are scored`
      : "";
  return summary({
    tone: "worse",
    kicker: "Rolled back automatically",
    at: moved.at,
    sentence: `v${moved.to} is live again. v${moved.from} ${bad.length > 0 ? phrases(bad) : "was worse"}.`,
    detail: [first ? evidenceSentence(first) : "", took ? `It took ${took}${why}.` : ""].filter(Boolean).join(" "),
    about: moved.from,
    change: { from: moved.to, to: moved.from },
  });
}

function withoutGuard({ live, known, sampleRate }: QualityFacts): SummaryText {
  const version = live?.version ?? 0;
  const value =
    known && known.n > 0 && known.value !== null
      ? `${known.label}: ${formatLive(known.metric, known.value)} of ${formatCount(known.n)}.`
      : sampleRate === null
        ? "No live answers are scored, and no application has reported outcomes."
        : "No answer has been scored yet.";
  return summary({
    tone: "unknown",
    kicker: "Not watched",
    at: live?.since ?? null,
    sentence: `No guard watches v${version}.`,
    detail: `${value} A guard compares a new version with the previous one, alerts when it is worse, and can roll back automatically.`,
    about: version,
  });
}

function waiting(facts: QualityFacts): SummaryText {
  const { guard, live } = facts;
  const { version, findings, draft } = watched(facts);
  const short = findings.filter(({ reading }) => reading === "waiting");
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
  return summary({
    ...draft,
    tone: "waiting",
    kicker: "Not enough scores yet",
    at: live?.since ?? null,
    sentence: `Waiting: ${formatCount(nearest?.n ?? 0)} of ${formatCount(needed)} ${what} of v${of}.`,
    detail: `${again}“No difference” needs ${formatCount(needed)} scores of both versions. A version that is clearly worse is reported before.`,
    progress: { n: nearest?.n ?? 0, needed },
  });
}

/** How a watched version compares with the previous one: a sentence, and its detail. */
function comparison(facts: QualityFacts): [string, string] {
  const { version, findings } = watched(facts);
  const baseline = facts.guard?.baselineVersion ?? null;
  const before = baseline === null ? "the one before it" : `v${baseline}`;
  const ready = worstFirst(findings).filter(({ reading }) => reading !== "waiting");
  const is = (reading: MetricFinding["reading"]) => ready.filter((one) => one.reading === reading);
  const [unclear, better] = [is("not_clear"), is("better")];
  const main = findings.find(({ reading }) => reading !== "waiting") ?? null;
  const detail = main ? evidenceSentence(main) : "";
  if (unclear.length > 0) {
    const names = briefList(unclear.map(({ label }) => label.toLowerCase()));
    return [`v${version} is not clearly worse than ${before}.`, `Not clear: ${names}. ${detail}`];
  }
  if (ready.length > 0 && is("no_baseline").length === ready.length)
    return [`v${version} has no version before it to be compared with.`, detail];
  if (better.length > 0)
    return [`v${version} does better than ${before}: it ${briefList(better.map(betterPhrase))}.`, detail];
  return [`v${version} does as well as ${before}.`, detail];
}

function watching(facts: QualityFacts): SummaryText {
  const [sentence, detail] = comparison(facts);
  const { draft } = watched(facts);
  return summary({ ...draft, tone: "fine", kicker: "Watched", at: facts.live?.since ?? null, sentence, detail });
}

function worse(facts: QualityFacts): SummaryText {
  const { version, before, findings, since, draft } = watched(facts);
  const bad = harmful(findings);
  const first = bad[0];
  return summary({
    ...draft,
    tone: "worse",
    kicker: "Got worse",
    at: since,
    sentence: `v${version} is worse than ${before}.${bad.length > 0 ? ` It ${phrases(bad)}.` : ""}`,
    detail: [
      first ? evidenceSentence(first) : "",
      oneUserWords(findings),
      facts.guard?.rollsBack ? "It is still live." : "It is still live: this guard does not roll back.",
    ]
      .filter(Boolean)
      .join(" "),
  });
}

function suspect(facts: QualityFacts): SummaryText {
  const { version, before, findings, since, draft } = watched(facts);
  const first = harmful(findings)[0];
  return summary({
    ...draft,
    tone: "careful",
    kicker: "Looks worse",
    at: since,
    sentence: `v${version} may be worse than ${before}.`,
    detail: `One check says so. The next scores decide. ${first ? evidenceSentence(first) : ""}`.trim(),
  });
}

function inconclusive(facts: QualityFacts): SummaryText {
  const { version, findings, since, draft } = watched(facts);
  const silent = worstFirst(findings).find(({ reading }) => reading === "inconclusive");
  const share = silent ? `${formatRoundShare(silent.invalidShare)} of the judgements of` : "Judgements of";
  return summary({
    ...draft,
    tone: "careful",
    kicker: "No verdict",
    at: since,
    sentence: "The judge gives no scores.",
    detail: `${share} v${version} could not be read${silent ? ` (${silent.label})` : ""}. They count neither way. The guard waits, nothing rolls back automatically, and answers are not affected.`,
  });
}

function off(facts: QualityFacts): SummaryText {
  const { version, since, draft } = watched(facts);
  return summary({
    ...draft,
    tone: "unknown",
    kicker: "Not watched",
    at: since,
    sentence: `The guard of v${version} is switched off.`,
    detail: "Scores are still stored. No alert is sent and nothing is rolled back automatically.",
  });
}

function resting(facts: QualityFacts): SummaryText {
  const { version, since, draft } = watched(facts);
  return summary({
    ...draft,
    tone: "waiting",
    kicker: "Cooling down",
    at: since,
    sentence: `v${version} is live, and the guard is cooling down.`,
    detail: "After a release or rollback it waits for new scores, so that versions do not alternate.",
  });
}

const nothingLive = ({ environment }: QualityFacts): SummaryText =>
  summary({
    tone: "unknown",
    kicker: "Not live",
    sentence: `Nothing is live in ${environment}.`,
    detail: "Promote a version, and the reports about its answers appear here.",
  });

/** What the summary of each state says. */
export const summaryWords: Record<QualityState, (facts: QualityFacts) => SummaryText> = {
  nothing_live: nothingLive,
  not_watched: withoutGuard,
  off,
  waiting,
  inconclusive,
  watching,
  suspect,
  worse,
  rolled_back: rolledBack,
  resting,
};
