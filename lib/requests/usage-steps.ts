/** The steps in time of the usage of a range. They begin at whole hours, days, Mondays and months of UTC. */
export const usageSteps = ["hour", "day", "week", "month"] as const;
export type UsageStep = (typeof usageSteps)[number];

/** The longest range by hour, in days. */
export const mostDaysByHour = 31;
