import { singleton } from "@/lib/core/singleton";

type Rest = { minutes: number; until: number };
type Kind = "workspaces" | "phases";

const minuteMs = 60_000;
const longestMinutes = 60;
/** What cannot be counted and is left out for some time. */
const rests = () =>
  singleton("rollup-rests", (): Record<Kind, Map<string, Rest>> => ({ workspaces: new Map(), phases: new Map() }));

/** Leaves a workspace or a phase out: for a minute, and for twice as long each time. */
export function rest(kind: Kind, key: string): void {
  const before = rests()[kind].get(key);
  const wasLongAgo = before && performance.now() - before.until > longestMinutes * minuteMs;
  const minutes = before && !wasLongAgo ? Math.min(longestMinutes, before.minutes * 2) : 1;
  rests()[kind].set(key, { minutes, until: performance.now() + minutes * minuteMs });
}

/** Lists what is left out now. */
export const listResting = (kind: Kind): string[] =>
  [...rests()[kind]].filter(([, { until }]) => performance.now() < until).map(([key]) => key);

/** Ends all rests. */
export function endRests(): void {
  for (const resting of Object.values(rests())) resting.clear();
}
