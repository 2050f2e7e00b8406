import { describe, expect, it } from "vitest";
import { type Pace, postgresPace, storePace, wider } from "./pace";

const days = (ms: number) => ms / 86_400_000;

/** Returns how far a search gets in five parts, if a statement takes `fixedMs` and a day of rows `dayMs`. */
function searched(pace: Pace, { fixedMs, dayMs }: { fixedMs: number; dayMs: number }) {
  let [width, back, longestMs] = [pace.firstPartMs, 0, 0];
  for (let part = 0; part < 5; part++) {
    const took = fixedMs + days(width) * dayMs;
    back += days(width);
    longestMs = Math.max(longestMs, took);
    width *= wider(pace, took, fixedMs);
  }
  return { back, longestMs };
}

describe("the parts of a search in PostgreSQL", () => {
  it.each([
    [0.2, 4],
    [7, 4],
    [8, 3],
    [15, 2],
    [16, 1],
    [500, 1],
  ])("are wider after one of %d ms by %d", (took, factor) => {
    expect(wider(postgresPace, took)).toBe(factor);
    expect(wider(postgresPace, took, 10)).toBe(factor); // PostgreSQL has almost no fixed time per statement
  });
});

describe("the parts of a search in ClickHouse", () => {
  const pace = storePace({ isIndexed: false });

  it("are measured without the time of the statement itself", () => {
    expect(wider(pace, 18, 17)).toBe(24);
    expect(wider(pace, 27, 17)).toBe(4);
    expect(wider(pace, 40, 17)).toBe(1);
  });

  it("are not measured as fast because the previous statement was slow", () => {
    expect(wider(pace, 80, 200)).toBe(wider(pace, 80, 30));
  });

  it("grow to months if few rows are read, although each statement is slow", () => {
    expect(searched(pace, { fixedMs: 17, dayMs: 0.1 }).back).toBeGreaterThan(500);
    expect(searched(postgresPace, { fixedMs: 17, dayMs: 0.1 }).back).toBeLessThan(1);
  });

  it("stay small if there are many rows", () => {
    expect(searched(pace, { fixedMs: 17, dayMs: 20 }).longestMs).toBeLessThan(17 + 2 * pace.partMs);
  });

  it("start with a day if an index excludes other rows", () => {
    expect(days(storePace({ isIndexed: true }).firstPartMs)).toBe(1);
    expect(days(pace.firstPartMs)).toBeLessThan(0.05);
  });
});
