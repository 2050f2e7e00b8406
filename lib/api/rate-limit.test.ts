import { describe, expect, it } from "vitest";
import { countRequest, type Window } from "./rate-limit";

describe("countRequest", () => {
  it("lets the limit through in a minute and then no more", () => {
    let window: Window | undefined;
    const results = Array.from({ length: 5 }, (_, index) => {
      const counted = countRequest(window, 3, 1_000 + index);
      window = counted.window;
      return counted;
    });
    expect(results.map(({ isAllowed }) => isAllowed)).toEqual([true, true, true, false, false]);
    expect(results.map(({ remaining }) => remaining)).toEqual([2, 1, 0, 0, 0]);
    expect(results.at(-1)?.resetSeconds).toBe(60);
  });

  it("starts anew after a minute", () => {
    const before = { startedAt: 0, count: 99 };
    expect(countRequest(before, 3, 59_999).isAllowed).toBe(false);
    expect(countRequest(before, 3, 59_999).resetSeconds).toBe(1);
    expect(countRequest(before, 3, 60_000)).toMatchObject({ isAllowed: true, remaining: 2 });
  });

  it("does not lock anybody out when the clock jumps back", () => {
    expect(countRequest({ startedAt: 10_000_000, count: 99 }, 3, 1_000).isAllowed).toBe(true);
  });
});
