import { singleton } from "@/lib/core/singleton";

/** What forwarding did in this process; `lagSeconds` is the age of the oldest that waits, null before the first round. */
export const forwardMeter = () =>
  singleton("forward-meter", () => ({ rows: 0, lagSeconds: null as number | null, isAway: false }));
