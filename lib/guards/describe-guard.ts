import { listWords, pluralize } from "@/lib/core/words";
import { type LiveMetric, scorerOf } from "@/lib/evaluation/online/metrics";
import { formatCount, formatShare } from "@/lib/experiments/results/figures";
import { baselineWindows, guardDefaults } from "./defaults";
import { formatLive, isRateMetric } from "./finding-words";
import type { GuardFields, GuardMetric } from "./schema";

type Label = (metric: LiveMetric) => string;

/** The change from which a guard alerts: the metric's own margin, or the default. */
export const marginOf = ({ name, margin }: Pick<GuardMetric, "name" | "margin">): number =>
  margin ?? (isRateMetric(name) ? guardDefaults.rateMargin : guardDefaults.meanMargin);

const points = (share: number) => pluralize(Number((share * 100).toPrecision(3)), "point");
/** The size of a change in the metric's unit: "8 points", "8 %". */
const worseningWords = (metric: LiveMetric, size: number): string =>
  isRateMetric(metric)
    ? points(size)
    : formatShare(size, Number.isInteger(Number((size * 100).toPrecision(3))) ? 0 : 1);

// A scorer's name is free text, so quotes separate it from the sentence.
const named = (metric: LiveMetric, label: Label) => {
  const text = label(metric);
  return scorerOf(metric) === null ? text.charAt(0).toLowerCase() + text.slice(1) : `“${text}”`;
};
const hours = (count: number) => pluralize(count, "hour");

function lineWords(metric: GuardMetric, label: Label): string[] {
  const { name, worse, alertLine, floor } = metric;
  const past = worse === "lower" ? "under" : "over";
  return [
    ...(alertLine === undefined ? [] : [`${named(name, label)} ${past} ${formatLive(name, alertLine)} (alert)`]),
    ...(floor === undefined ? [] : [`${named(name, label)} ${past} ${formatLive(name, floor)} (rollback)`]),
  ];
}

type DescribedGuard = Pick<
  GuardFields,
  "isEnabled" | "metrics" | "window" | "minimumPerSide" | "critical" | "rollsBack" | "controlShare" | "controlHours"
>;

/** A guard in sentences: what it watches, when it alerts, when it rolls back. Pure. */
export function describeGuard(guard: DescribedGuard, label: Label): string {
  const { metrics, window, minimumPerSide, critical, rollsBack, controlShare, controlHours } = guard;
  const names = listWords(metrics.map(({ name }) => named(name, label)));
  const [first] = metrics;
  const by = first ? worseningWords(first.name, first.critical ?? critical) : "";
  const lines = metrics.flatMap((metric) => lineWords(metric, label));
  return [
    `Compares ${names} with the previous version from the first answer on: its last ${formatCount(window)} scores against the last ${formatCount(window * baselineWindows)} of the previous one. No difference in ${formatCount(minimumPerSide)} scores per version counts as healthy.`,
    rollsBack && first
      ? `It alerts when the live version is clearly worse, and rolls back to the last good version when it is ${by} worse in two checks in a row.`
      : "It alerts when the live version is clearly worse. It never rolls back automatically.",
    ...(lines.length > 0 ? [`Absolute limits: ${lines.join(", ")}.`] : []),
    ...(controlShare > 0
      ? [
          `For ${hours(controlHours)} after a promotion ${formatShare(controlShare, 0)} of users keep the previous version, for a comparison over the same hours.`,
        ]
      : []),
  ].join(" ");
}

/** What a guard does about a version that is promoted, as one sentence and one detail. Pure. */
export function promotionWatch(
  guard: DescribedGuard,
  label: Label,
  from: number | null,
): { act: string; aside: string } {
  const { metrics, critical, rollsBack, controlShare, controlHours } = guard;
  const [first] = metrics;
  if (!first) return { act: "The guard watches no metric.", aside: "" };
  const drop = first.worse === "lower" ? "drop" : "rise";
  const rest = metrics.length - 1;
  const size = worseningWords(first.name, first.critical ?? critical);
  const of = `${named(first.name, label)}${rest === 0 ? "" : `, or as much in ${rest === 1 ? "the other metric" : `one of ${pluralize(rest, "other metric")}`},`}`;
  const back = from === null ? "the last good version" : `v${from}`;
  const act = rollsBack
    ? `A ${drop} of ${size} in ${of} rolls back to ${back} automatically.`
    : `A clear ${drop} in ${of} sends an alert. It does not roll back automatically.`;
  const aside =
    controlShare > 0 && from !== null
      ? `${formatShare(controlShare, 0)} of users stay on v${from} for ${hours(controlHours)}, for comparison.`
      : "";
  return { act, aside };
}
