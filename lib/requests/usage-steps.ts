import { hourMs } from "@/lib/core/milliseconds";

/** The steps in time of the usage of a range. They begin at whole hours, days, Mondays and months of UTC. */
export const usageSteps = ["hour", "day", "week", "month"] as const;
export type UsageStep = (typeof usageSteps)[number];

/** The longest range by hour, in days. */
export const mostDaysByHour = 31;

const dayMs = 24 * hourMs;

/** The start of the step that contains the instant (UTC; weeks begin on Monday). */
export function startOfStep(at: Date, step: UsageStep): Date {
  if (step === "month") return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));
  const length = step === "hour" ? hourMs : dayMs;
  const start = Math.floor(at.getTime() / length) * length;
  return new Date(step === "week" ? start - ((at.getUTCDay() + 6) % 7) * dayMs : start);
}

export function nextStep(start: Date, step: UsageStep): Date {
  if (step === "month") return new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1));
  return new Date(start.getTime() + { hour: hourMs, day: dayMs, week: 7 * dayMs }[step]);
}

/** The starts of all steps that a range touches, also of those without usage. The oldest is first. Pure. */
export function stepStarts({ from, to }: { from: Date; to: Date }, step: UsageStep): Date[] {
  const starts: Date[] = [];
  for (let start = startOfStep(from, step); start < to; start = nextStep(start, step)) starts.push(start);
  return starts;
}

/** The part of a step that lies in a range. Pure. */
export function stepWithin(start: Date, step: UsageStep, { from, to }: { from: Date; to: Date }) {
  const end = nextStep(start, step);
  return { from: start > from ? start : from, to: end < to ? end : to };
}

/** The steps that divide a range of days into a readable number of bars. Pure. */
export const stepsFor = (days: number): UsageStep[] =>
  usageSteps.filter(
    (step) =>
      (step === "hour" && days <= 7) ||
      (step === "day" && days > 1 && days <= 120) ||
      (step === "week" && days >= 14) ||
      (step === "month" && days >= 60),
  );

/** The step of a range of days without a choice: a day if that is readable. Pure. */
export function usualStep(days: number): UsageStep {
  const steps = stepsFor(days);
  return steps.includes("day") ? "day" : (steps[0] ?? "day");
}
