import { formatCount } from "@/lib/experiments/results/figures";
import { formatLive } from "../finding-words";
import type { MetricFinding } from "../findings";
import { durationWords } from "../quality/figures";
import { briefList, worsePhrase } from "../quality/phrases";
import type { Incident } from "../queries/incident";

const space = "\u00a0";

/** "1 answer in 6", or "7 answers in 10" for large shares. */
export function oneIn(share: number): string {
  if (share <= 0) return "no answer";
  if (share > 0.55) return `${Math.round(share * 10)} answers in 10`;
  return `1 answer in ${formatCount(1 / share)}`;
}

const badShare = ({ worse }: MetricFinding, value: number) => (worse === "lower" ? 1 - value : value);

/** The headline: "v5 fails “Tone” in 1 answer in 6. v4 failed in 1 answer in 48." Pure. */
export function incidentSentence({ metric, isWorse, release: { toVersion } }: Incident): string {
  if (!metric) return `Nothing was compared since v${toVersion} was promoted.`;
  const { kind, label, current, baseline } = metric;
  if (!isWorse) return `v${toVersion} is not worse on anything that was compared.`;
  if (kind !== "rate" || current.value === null || baseline?.value == null)
    return `v${toVersion} ${worsePhrase(metric)}.`;
  const [now, before] = [badShare(metric, current.value), badShare(metric, baseline.value)].map(oneIn);
  return `v${toVersion} fails “${label}” in ${now}. v${baseline.version} failed in ${before}.`;
}

type Kicker = { text: string; tone: "worse" | "fine" };

/** The state of the incident, above the headline. A version may be live again after it was replaced. Pure. */
export function incidentKicker({ isWorse, endedBy, release, now }: Incident, liveVersion: number | null): Kicker {
  const lived = durationWords((endedBy ? Date.parse(endedBy.at) : now) - Date.parse(release.at));
  if (!endedBy)
    return isWorse
      ? { text: `Worse and still live, for ${lived}`, tone: "worse" }
      : { text: `Live for ${lived}`, tone: "fine" };
  const tone = isWorse ? "worse" : "fine";
  const isBack = liveVersion === release.toVersion;
  if (endedBy.kind === "promote" || endedBy.kind === "experiment")
    return {
      text: `Replaced after ${lived} by v${endedBy.toVersion}${isBack ? `, but v${liveVersion} is live again` : ""}`,
      tone,
    };
  const how = endedBy.kind === "auto-rollback" ? "Rolled back automatically" : "Rolled back";
  if (isBack) return { text: `${how} after ${lived}, but v${liveVersion} is live again`, tone };
  const then = liveVersion === endedBy.toVersion ? "is live again" : "was live again";
  return { text: `${how} after ${lived}, v${endedBy.toVersion} ${then}`, tone };
}

/** The numbers behind the headline, and what the guard does. Pure. */
export function incidentDetail({ metric, total, release, rollsBack, endedBy, isWorse, findings }: Incident): string {
  const counted =
    metric?.kind === "rate" && total.n > 0
      ? `${formatCount(total.bad)} of ${formatCount(total.n)} scored answers since the release did not pass.`
      : metric
        ? `${metric.label}: ${formatLive(metric.metric, metric.current.value)} of ${formatCount(metric.current.n)} answers.`
        : "";
  const others = findings.filter((one) => one !== metric && (one.reading === "worse" || one.reading === "critical"));
  const also = others.length > 0 ? `It also ${briefList(others.map(worsePhrase))}.` : "";
  const isCritical = findings.some(({ reading }) => reading === "critical");
  const next =
    endedBy || !isWorse
      ? ""
      : !rollsBack
        ? "This guard only alerts: it does not roll back automatically."
        : isCritical
          ? "The guard rolls back when the next scores confirm it, or none come for a minute."
          : "The guard rolls back automatically only when it is much worse.";
  const why = release.reason ? `Promoted because: ${release.reason}.` : "";
  return [counted, also, next, endedBy ? why : ""].filter(Boolean).join(" ").replaceAll(" %", `${space}%`);
}
