import type { LiveMetric } from "./metrics";

/**
 * The minimum age of an answer before a metric's score counts, in minutes: the time in which the outcome is usually
 * known. 0: the outcome is part of the interaction.
 */
const usualMinutes: Partial<Record<LiveMetric, number>> = {
  completion: 60,
  thumbs: 1_440,
  stars: 1_440,
  edit_rate: 60,
  regeneration_rate: 60,
};

/** The default outcome window of a metric, in minutes. */
export const usualOutcomeMinutes = (metric: LiveMetric): number => usualMinutes[metric] ?? 0;
