import { singleton } from "./singleton";

type Pause = { minutes: number; until: number };

const minuteMs = 60_000;

/**
 * Pauses what fails again and again: for a minute, and for twice as long each time, up to `longestMinutes`. Each
 * process has its own pauses. `name` distinguishes them from those of other work.
 */
export function createBackoff(name: string, longestMinutes: number) {
  const pauses = () => singleton(`backoff of ${name}`, () => new Map<string, Pause>());
  return {
    pause(key: string): void {
      const [now, all] = [performance.now(), pauses()];
      for (const [other, { until }] of all) if (now - until > longestMinutes * minuteMs) all.delete(other); // long ago
      const before = all.get(key);
      const minutes = before ? Math.min(longestMinutes, before.minutes * 2) : 1;
      all.set(key, { minutes, until: now + minutes * minuteMs });
    },
    /** Lists what is paused now. */
    paused: (): string[] => [...pauses()].filter(([, { until }]) => performance.now() < until).map(([key]) => key),
    /** Ends all pauses. */
    clear: (): void => pauses().clear(),
  };
}
