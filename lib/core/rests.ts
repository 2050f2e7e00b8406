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
      const [now, all] = [performance.now(), rests()];
      for (const [other, { until }] of all) if (now - until > longestMinutes * minuteMs) all.delete(other); // long ago
      const before = all.get(key);
      const minutes = before ? Math.min(longestMinutes, before.minutes * 2) : 1;
      all.set(key, { minutes, until: now + minutes * minuteMs });
    },
    /** Lists what is left out now. */
    list: (): string[] => [...rests()].filter(([, { until }]) => performance.now() < until).map(([key]) => key),
    /** Ends all rests. */
    end: (): void => rests().clear(),
  };
}
