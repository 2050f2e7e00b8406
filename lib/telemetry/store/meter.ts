import { singleton } from "@/lib/core/singleton";

/**
 * The forwarding metrics of this process. `lagSeconds` is the age of the oldest queued row, or null before the first
 * round.
 */
export const forwardMeter = () =>
  singleton("forward-meter", () => ({ rows: 0, lagSeconds: null as number | null, isAway: false }));
