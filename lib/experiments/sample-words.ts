import { metrics } from "./metrics";
import type { ExperimentPlan } from "./plan";
import type { GuardrailNeed } from "./plan-rules";
import { formatCount, formatDays, formatShare } from "./results/figures";

/** "±8 points", "+8 or −7 points", "8 %" */
export function changeWords(plan: ExperimentPlan, { up, down }: { up: number; down: number }): string {
  const isRate = metrics[plan.primaryMetric].kind === "rate";
  const unit = isRate ? " points" : "\u00a0%";
  const text = (change: number) => (Number.isFinite(change) ? `${Number((change * 100).toPrecision(2))}${unit}` : null);
  const [more, less] = [text(up), text(down)];
  if (more === less) return more === null ? "no change at all" : `changes of ±${more}`;
  if (more === null || less === null) return more === null ? `falls of ${less}` : `rises of ${more}`;
  return `rises of ${more} and falls of ${less}`;
}

/** How long the sample takes. Null: not known. Pure. */
export function daysWords(days: number | null): string {
  if (days === null) return "The duration is unknown, because no users were counted here in the last week.";
  if (days > 365)
    return "With the traffic of the last week this takes more than a year. Choose a larger change, or give the candidate a larger share.";
  const whole = Math.max(1, Math.ceil(days));
  return `With the traffic of the last week this takes about ${formatDays(whole)}${whole < 7 ? ". Run it for a full week, because weekdays differ" : ""}.`;
}

/** What this sample can show about a guardrail. */
export function guardrailNote({ metric, perVariant, clearedUpTo }: GuardrailNeed): string {
  const { label } = metrics[metric];
  if (perVariant !== null)
    return `${label} needs ${formatCount(perVariant)} users on each version to show that it is not worse.`;
  return clearedUpTo === null
    ? `${label} has no margin, so the result can be “worse”, but not “not worse”.`
    : `${label} can be shown as not worse with this sample if its value is below ${formatShare(clearedUpTo)}. Above that, the result may stay open.`;
}
