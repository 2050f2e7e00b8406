import type { LiveMetric } from "./metrics";

/**
 * How old an answer must be before a metric's score counts, in minutes: as long as the outcome usually takes. 0: it
 * comes with the interaction.
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
