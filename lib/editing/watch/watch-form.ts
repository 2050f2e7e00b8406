import { isLiveMetric, type LiveMetric, plainMetrics, scorerOf } from "@/lib/evaluation/online/metrics";
import type { OnlineEvaluationFields } from "@/lib/evaluation/online/schema";
import type { ScorerConfig } from "@/lib/evaluation/scorers/schema";
import { marginOf } from "@/lib/guards/describe-guard";
import { isRateMetric } from "@/lib/guards/finding-words";
import type { GuardFields, GuardMetric } from "@/lib/guards/schema";
import { numberIn, numberText, percentText, shareOf, wholeNumberIn } from "../typed-numbers";

/**
 * A metric in the form. `margin` and `critical` are in points or percent, `alertLine` and `floor` in percent or in the
 * metric's unit.
 */
export type MetricLine = {
  name: LiveMetric;
  worse: GuardMetric["worse"];
  margin: string;
  critical: string;
  alertLine: string;
  floor: string;
  /** The outcome window in minutes. Empty: the metric's default. */
  outcome: string;
};

/** The form of how a prompt is watched in an environment. */
export type WatchForm = {
  isScored: boolean;
  sampleRate: string;
  minimumPerVersion: string;
  /** Empty: no limit. */
  budgetUsd: string;
  scorers: ScorerConfig[];
  isGuarded: boolean;
  metrics: MetricLine[];
  window: string;
  alpha: string;
  minimumPerSide: string;
  critical: string;
  coolDownMinutes: string;
  rollsBack: boolean;
  controlShare: string;
  controlHours: string;
};

/** The errors by field. The fields of a metric are named "metrics.0.margin". */
export type WatchFaults = Readonly<Record<string, string>>;

/** Returns the default direction in which a metric gets worse. */
const usualDirection = (name: LiveMetric): GuardMetric["worse"] =>
  scorerOf(name) === null ? plainMetrics[name as keyof typeof plainMetrics].worse : "lower";

/** Returns a new metric with its default direction and margin. */
export const newLine = (name: LiveMetric): MetricLine => ({
  name,
  worse: usualDirection(name),
  margin: percentText(marginOf({ name })),
  critical: "",
  alertLine: "",
  floor: "",
  outcome: "",
});

const lineText = (name: LiveMetric, value: number | undefined) =>
  isRateMetric(name) ? percentText(value) : numberText(value);

/** Converts saved or suggested settings to the form. */
export function toWatchForm(online: OnlineEvaluationFields, guard: GuardFields): WatchForm {
  return {
    isScored: online.isEnabled,
    sampleRate: percentText(online.sampleRate),
    minimumPerVersion: numberText(online.minimumPerVersion),
    budgetUsd: numberText(online.dailyBudgetUsd),
    scorers: online.scorers,
    isGuarded: guard.isEnabled,
    metrics: guard.metrics.map((metric) => ({
      name: metric.name,
      worse: metric.worse,
      margin: percentText(marginOf(metric)),
      critical: percentText(metric.critical),
      alertLine: lineText(metric.name, metric.alertLine),
      floor: lineText(metric.name, metric.floor),
      outcome: numberText(metric.outcomeMinutes),
    })),
    window: numberText(guard.window),
    alpha: percentText(guard.alpha),
    minimumPerSide: numberText(guard.minimumPerSide),
    critical: percentText(guard.critical),
    coolDownMinutes: numberText(guard.coolDownMinutes),
    rollsBack: guard.rollsBack,
    controlShare: percentText(guard.controlShare),
    controlHours: numberText(guard.controlHours),
  };
}

/** Returns the metrics that can be added: the plain metrics and those of the live scorers, without the watched ones. */
export function freeMetrics({ metrics, scorers }: Pick<WatchForm, "metrics" | "scorers">): LiveMetric[] {
  const all = [...Object.keys(plainMetrics), ...scorers.map(({ id }) => `scorer:${id}`)].filter(isLiveMetric);
  return all.filter((name) => !metrics.some((one) => one.name === name));
}

type Typed = { online: OnlineEvaluationFields; guard: GuardFields; faults: WatchFaults };

type NumberField = { [Name in keyof WatchForm]: WatchForm[Name] extends string ? Name : never }[keyof WatchForm];

const inWords = (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: 4 });

/** Converts the form to settings and returns its errors. An invalid field gets its default value. */
export function fromWatchForm(form: WatchForm): Typed {
  const faults: Record<string, string> = {};
  const number = (field: NumberField, min: number, max: number, usual: number): number => {
    const value = numberIn(form[field], min, max);
    if (value === null) faults[field] = `From ${inWords(min)} to ${inWords(max)}.`;
    return value ?? usual;
  };
  const whole = (field: NumberField, min: number, max: number, usual: number, more = ""): number => {
    const value = wholeNumberIn(form[field], min, max);
    if (value === null) faults[field] = `A whole number from ${inWords(min)} to ${inWords(max)}${more}.`;
    return value ?? usual;
  };
  const budget = numberIn(form.budgetUsd, 0.01, 10_000);
  if (budget === null && form.budgetUsd.trim() !== "") faults.budgetUsd = "From 0.01 to 10,000, or empty.";
  const online = {
    isEnabled: form.isScored,
    scorers: form.scorers,
    sampleRate: shareOf(number("sampleRate", 0, 100, 10)),
    minimumPerVersion: whole("minimumPerVersion", 0, 10_000, 200),
    dailyBudgetUsd: form.budgetUsd.trim() === "" ? null : (budget ?? 5),
  };
  const guard = {
    isEnabled: form.isGuarded,
    rollsBack: form.rollsBack,
    metrics: form.metrics.map((line, index) => metricIn(line, index, form, faults)),
    window: whole("window", 50, 10_000, 1_000),
    alpha: shareOf(number("alpha", 0.0001, 20, 1)),
    minimumPerSide: whole("minimumPerSide", 20, 10_000, 200),
    critical: shareOf(number("critical", 0.1, 1_000, 8)),
    coolDownMinutes: whole("coolDownMinutes", 1, 10_080, 30, ", a week"),
    controlShare: shareOf(number("controlShare", 0, 50, 0)),
    controlHours: whole("controlHours", 1, 168, 4, ", a week"),
  };
  if (form.isGuarded && form.metrics.length === 0) faults.metrics = "Watch at least one metric, or turn the guard off.";
  if (!faults.window && guard.window < guard.minimumPerSide)
    faults.window = "It must be at least the number of scores needed per version.";
  return { online, guard, faults };
}

function metricIn(line: MetricLine, index: number, form: WatchForm, faults: Record<string, string>): GuardMetric {
  const { name, worse } = line;
  const isRate = isRateMetric(name);
  const at = (field: string, fault: string) => {
    faults[`metrics.${index}.${field}`] = fault;
  };
  const optional = (field: "margin" | "critical" | "alertLine" | "floor", max: number, fault: string) => {
    if (line[field].trim() === "") return undefined;
    const value = numberIn(line[field], 0, max);
    if (value === null) at(field, fault);
    return value ?? undefined;
  };
  const sizes = isRate ? 100 : 1_000;
  const sizeFault = `From 0 to ${isRate ? "100" : "1,000"}, or empty.`;
  const lines = isRate ? 100 : 1e9;
  const lineFault = isRate ? "From 0 to 100, or empty." : "A number from 0 on, or empty.";
  const [margin, critical] = [optional("margin", sizes, sizeFault), optional("critical", sizes, sizeFault)];
  const [alertLine, floor] = [optional("alertLine", lines, lineFault), optional("floor", lines, lineFault)];
  const toLine = (value: number) => (isRate ? shareOf(value) : value);
  const outcome = line.outcome.trim() === "" ? undefined : wholeNumberIn(line.outcome, 0, 10_080);
  if (outcome === null) at("outcome", "A whole number from 0 to 10,080, a week, or empty.");
  const own = critical ?? numberIn(form.critical, 0, 1_000);
  if (own !== null && margin !== undefined && own < margin)
    at("margin", "It cannot be larger than the rollback threshold.");
  if (scorerOf(name) !== null && !form.scorers.some(({ id }) => `scorer:${id}` === name))
    at("name", "Its scorer is not scored live any more.");
  return {
    name,
    worse,
    ...(margin !== undefined && { margin: shareOf(margin) }),
    ...(critical !== undefined && { critical: shareOf(critical) }),
    ...(alertLine !== undefined && { alertLine: toLine(alertLine) }),
    ...(floor !== undefined && { floor: toLine(floor) }),
    ...(outcome != null && { outcomeMinutes: outcome }),
  };
}

const renamed: Readonly<Record<string, string>> = { dailyBudgetUsd: "budgetUsd", outcomeMinutes: "outcome" };

/** Maps the server's errors to fields of the form: "/guard/metrics/0/outcomeMinutes" is "metrics.0.outcome". */
export function toWatchFaults(errors: readonly { pointer: string; message: string }[]): WatchFaults {
  return Object.fromEntries(
    errors.map(({ pointer, message }) => {
      const path = pointer.split("/").slice(2);
      return [path.map((step) => renamed[step] ?? step).join("."), message];
    }),
  );
}
