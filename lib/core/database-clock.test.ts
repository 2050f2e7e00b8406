import { afterEach, describe, expect, test, vi } from "vitest";
import { DatabaseClock } from "./database-clock";

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});
const at = (ms: number) => vi.spyOn(performance, "now").mockReturnValue(ms);

describe("the database's clock", () => {
  test("continues with the monotonic clock, independent of the system clock", () => {
    vi.useFakeTimers({ toFake: ["Date"], now: 5 });
    const clock = new DatabaseClock();
    expect(clock.now().getTime()).toBe(5);
    expect(clock.ageMs()).toBe(Number.POSITIVE_INFINITY);
    clock.note(1_000_000, 100, 120);
    at(620);
    expect(clock.now().getTime()).toBe(1_000_500);
    expect(clock.ageMs()).toBe(500);
  });

  test("is never early: the fastest of several answers counts", () => {
    const clock = new DatabaseClock();
    clock.note(1_000_000, 0, 3_000); // waited three seconds for a connection
    clock.note(1_003_001, 3_000, 3_002);
    clock.note(1_003_500, 3_100, 4_000);
    at(5_000);
    expect(clock.now().getTime()).toBe(1_004_999);
    expect(clock.toMonotonic(1_005_000)).toBe(5_000);
  });

  test("follows a changed clock of the database, and drops old answers", () => {
    const clock = new DatabaseClock();
    clock.note(1_000_000, 0, 2);
    clock.note(400_000, 10, 12);
    at(12);
    expect(clock.now().getTime()).toBe(400_000);
    clock.note(1_400_000 - 12 + 30, 1_000_000, 1_000_020); // within the allowed drift, but the quick answer is old
    at(1_000_020);
    expect(clock.now().getTime()).toBe(1_400_018);
  });
});
