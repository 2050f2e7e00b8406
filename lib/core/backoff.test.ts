import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createBackoff } from "./backoff";

const minute = 60_000;
const backoff = createBackoff("a test", 4);

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => {
  backoff.clear();
  vi.useRealTimers();
});

/** Pauses a key and returns for how many whole minutes. */
function minutesOf(key: string): number {
  backoff.pause(key);
  for (let minutes = 0; ; minutes++) {
    if (!backoff.paused().includes(key)) return minutes;
    vi.advanceTimersByTime(minute);
  }
}

it("pauses for a minute, and for twice as long each time, up to the limit", () => {
  expect(["a", "a", "a", "a"].map(minutesOf)).toEqual([1, 2, 4, 4]);
  expect(minutesOf("b")).toBe(1);
});

it("begins with a minute again after a longer time than the limit", () => {
  expect([minutesOf("a"), minutesOf("a")]).toEqual([1, 2]);
  vi.advanceTimersByTime(5 * minute);
  expect(minutesOf("a")).toBe(1);
});

it("keeps the pauses of each name apart", () => {
  backoff.pause("a");
  expect([backoff.paused(), createBackoff("another test", 4).paused()]).toEqual([["a"], []]);
  backoff.clear();
  expect(backoff.paused()).toEqual([]);
});
