import { singleton } from "./singleton";

type Rest = { minutes: number; until: number };

const minuteMs = 60_000;

/**
 * Keeps what fails again and again and is left out for some time: for a minute, and for twice as long each time, up to
 * `longestMinutes`. Each process has its own.
 */
export function restsOf(name: string, longestMinutes: number) {
  const rests = () => singleton(`rests of ${name}`, () => new Map<string, Rest>());
  return {
    rest(key: string): void {
      const before = rests().get(key);
      const wasLongAgo = before && performance.now() - before.until > longestMinutes * minuteMs;
      const minutes = before && !wasLongAgo ? Math.min(longestMinutes, before.minutes * 2) : 1;
      rests().set(key, { minutes, until: performance.now() + minutes * minuteMs });
    },
    /** Lists what is left out now. */
    list: (): string[] => [...rests()].filter(([, { until }]) => performance.now() < until).map(([key]) => key),
    /** Ends all rests. */
    end: (): void => rests().clear(),
  };
}
