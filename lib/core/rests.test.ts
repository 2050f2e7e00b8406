import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { restsOf } from "./rests";

const minute = 60_000;
const rests = restsOf("a test", 4);

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => {
  rests.end();
  vi.useRealTimers();
});

/** Lets something rest and returns how many whole minutes it does. */
function restFor(key: string): number {
  rests.rest(key);
  for (let minutes = 0; ; minutes++) {
    if (!rests.list().includes(key)) return minutes;
    vi.advanceTimersByTime(minute);
  }
}

it("rests for a minute, and for twice as long each time, up to the limit", () => {
  expect(["a", "a", "a", "a"].map(restFor)).toEqual([1, 2, 4, 4]);
  expect(restFor("b")).toBe(1);
});

it("begins with a minute again after a longer time than the limit", () => {
  expect([restFor("a"), restFor("a")]).toEqual([1, 2]);
  vi.advanceTimersByTime(5 * minute);
  expect(restFor("a")).toBe(1);
});

it("is kept by name: what rests elsewhere does not rest here", () => {
  rests.rest("a");
  expect([rests.list(), restsOf("another test", 4).list()]).toEqual([["a"], []]);
  rests.end();
  expect(rests.list()).toEqual([]);
});
