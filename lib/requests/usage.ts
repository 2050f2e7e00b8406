import { dayMs } from "@/lib/core/milliseconds";
import type { UsageSums } from "./usage-views";

/** The dimensions of the hourly sums. */
const summedDimensions = ["prompt", "version", "model", "environment", "key"] as const;
export type SummedDimension = (typeof summedDimensions)[number];
/** The dimensions that are counted from answers. */
const peopleDimensions = ["user", "session"] as const;
export type PeopleDimension = (typeof peopleDimensions)[number];

/** The dimensions by which usage can be summed. */
export const usageDimensions = [...summedDimensions, ...peopleDimensions] as const;
export type UsageDimension = SummedDimension | PeopleDimension;
export const isOfPeople = (by: UsageDimension): by is PeopleDimension => by === "user" || by === "session";

/** Returns the relative change, or null without a previous value. Pure. */
export function changeOf(now: number, before: number): number | null {
  return before > 0 ? now / before - 1 : null;
}

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/**
 * The spending of a month so far, and the forecast for its end with its range from `lowUsd` to `highUsd`. In US
 * dollars.
 */
export type MonthForecast = { soFarUsd: number; byEndUsd: number; lowUsd: number; highUsd: number };

/**
 * Forecasts a month (UTC) from its last seven whole days. A day without costs counts as 0. Null with fewer than three
 * whole days since the first cost. Pure.
 */
export function forecastMonth(days: readonly { day: string; costUsd: number }[], now: Date): MonthForecast | null {
  const costs = new Map(days.map(({ day, costUsd }) => [day, costUsd]));
  const first = [...costs.keys()].toSorted()[0];
  const lastDays = Array.from({ length: 7 }, (_, ago) => dayOf(now.getTime() - (ago + 1) * dayMs));
  const whole = lastDays.filter((day) => first !== undefined && day >= first).map((day) => costs.get(day) ?? 0);
  if (whole.length < 3) return null;
  const month = now.toISOString().slice(0, 7);
  const soFarUsd = days.reduce((sum, { day, costUsd }) => sum + (day.startsWith(month) ? costUsd : 0), 0);
  const end = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);
  const daysLeft = (end - now.getTime()) / dayMs;
  const mean = whole.reduce((sum, costUsd) => sum + costUsd, 0) / whole.length;
  const variance = whole.reduce((sum, costUsd) => sum + (costUsd - mean) ** 2, 0) / (whole.length - 1);
  // Days are assumed independent. The range is two standard errors of their sum, including the error of the mean.
  const spread = 2 * Math.sqrt(variance * (daysLeft + daysLeft ** 2 / whole.length));
  const byEndUsd = soFarUsd + mean * daysLeft;
  return { soFarUsd, byEndUsd, lowUsd: Math.max(soFarUsd, byEndUsd - spread), highUsd: byEndUsd + spread };
}

/**
 * The difference in cost and finished tasks between a version and the one before it, at the prompt's own number of
 * answers per day.
 */
export type VersionChange = {
  prompt: string;
  version: number;
  than: number;
  answersPerDay: number;
  /** In US dollars per 30 days. */
  costPerMonth: number;
  /** Finished tasks per day. Null if neither version reports any. */
  finishedPerDay: number | null;
};

type VersionSums = Pick<UsageSums, "interactions" | "costUsd" | "completed"> & { name: string };

/** The minimum number of answers for a comparison. */
const fewestAnswers = 200;
const versionName = /^(.+) v(\d+)$/;

/**
 * Compares the newest version of each prompt with the one before it, if both have enough answers within `days`. The
 * result assumes that each version had given all of the prompt's answers. The prompt with the most answers comes first.
 * Pure.
 */
export function compareVersions(groups: readonly VersionSums[], days: number): VersionChange[] {
  const prompts = new Map<string, { version: number; sums: VersionSums }[]>();
  for (const sums of groups) {
    const [, prompt = "", version] = versionName.exec(sums.name) ?? [];
    prompts.set(prompt, [...(prompts.get(prompt) ?? []), { version: Number(version), sums }]);
  }
  const changes = [...prompts].flatMap(([prompt, all]): VersionChange[] => {
    const [now, before] = all
      .filter(({ sums }) => sums.interactions >= fewestAnswers)
      .toSorted((a, b) => b.version - a.version);
    if (!now || !before) return [];
    const answersPerDay = all.reduce((sum, { sums }) => sum + sums.interactions, 0) / days;
    const more = (key: "costUsd" | "completed") =>
      now.sums[key] / now.sums.interactions - before.sums[key] / before.sums.interactions;
    const hasCompletion = now.sums.completed > 0 && before.sums.completed > 0;
    return [
      {
        prompt,
        version: now.version,
        than: before.version,
        answersPerDay,
        costPerMonth: more("costUsd") * answersPerDay * 30,
        finishedPerDay: hasCompletion ? more("completed") * answersPerDay : null,
      },
    ];
  });
  return changes.toSorted((a, b) => b.answersPerDay - a.answersPerDay);
}
