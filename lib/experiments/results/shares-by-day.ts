import { wilson } from "../statistics/index";
import type { ExperimentResults } from "./schema";

export type DayShare = { day: string; users: number; share: number; low: number; high: number; isOff: boolean };

/** The share of one variant's users by day of first exposure. `isOff`: the planned share is outside of the interval. */
export function sharesByDay(
  { days, variants }: Pick<ExperimentResults, "days" | "variants">,
  variant: string,
): DayShare[] {
  const weight = variants.find(({ key }) => key === variant)?.weight ?? 0;
  return days.flatMap(({ day, arms }) => {
    const users = arms.reduce((sum, arm) => sum + arm.users, 0);
    const own = arms.find((arm) => arm.variant === variant)?.users ?? 0;
    if (users === 0) return [];
    const [low, high] = wilson({ successes: own, total: users }, 0.95);
    return [{ day, users, share: own / users, low, high, isOff: weight < low || weight > high }];
  });
}
