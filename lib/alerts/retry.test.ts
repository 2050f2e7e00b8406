import { describe, expect, test } from "vitest";
import { disableReason, longWaitsMs, nextWaitMs, type Outcome, readRetryAfter, shortWaitsMs } from "./retry";

const failed = (more: Partial<Extract<Outcome, { isOk: false }>> = {}): Outcome => ({
  isOk: false,
  status: 503,
  error: "It answered 503.",
  ...more,
});
const waits = (outcome: Outcome, random: number) => {
  const all: number[] = [];
  for (let attempts = 1; ; attempts++) {
    const wait = nextWaitMs(attempts, outcome, random);
    if (wait === null) return all;
    all.push(wait);
  }
};

describe("the delay", () => {
  test("grows from seconds to half a day, with up to a quarter of jitter", () => {
    expect(waits(failed(), 0)).toEqual(longWaitsMs);
    expect(waits(failed(), 0.9999).map((ms, i) => ms / (longWaitsMs[i] ?? 0))).toEqual(
      longWaitsMs.map(() => expect.closeTo(1.25, 3)),
    );
    expect(longWaitsMs.reduce((sum, ms) => sum + ms) / 3_600_000).toBeCloseTo(19.2, 1);
  });

  test("is short after a refusal, and absent for removed or finished ones", () => {
    expect(waits(failed({ isRefusal: true }), 0)).toEqual(shortWaitsMs);
    expect(waits(failed({ isGone: true }), 0)).toEqual([]);
    expect(nextWaitMs(1, { isOk: true, status: 200 }, 0)).toBeNull();
  });

  test("follows Retry-After, up to a day, and is not shorter than ours", () => {
    expect(nextWaitMs(1, failed({ retryAfterMs: 90_000 }), 0)).toBe(90_000);
    expect(nextWaitMs(4, failed({ retryAfterMs: 90_000 }), 0)).toBe(600_000);
    expect(nextWaitMs(1, failed({ retryAfterMs: 1e12 }), 0)).toBe(86_400_000);
  });
});

test.each([
  ["120", 120_000],
  ["Thu, 01 Jan 2026 00:01:00 GMT", 60_000],
  ["Wed, 31 Dec 2025 23:00:00 GMT", undefined],
  ["0", undefined],
  ["-5", undefined],
  ["soon", undefined],
  ["1e9", undefined],
  [null, undefined],
])("Retry-After %j is %s ms", (header, ms) => {
  expect(readRetryAfter(header, new Date("2026-01-01T00:00:00Z"))).toBe(ms);
});

describe("switching off a channel", () => {
  const now = new Date("2026-01-10T00:00:00Z");
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
  test.each([
    [{ failures: 4, failingSince: daysAgo(2.9), isGivenUp: true }, failed(), null],
    [{ failures: 5, failingSince: daysAgo(0.1), isGivenUp: true }, failed(), /5 alerts in a row/],
    [{ failures: 2, failingSince: daysAgo(3.1), isGivenUp: true }, failed(), /for 3 days/],
    // One delivery failed a month ago, and the next one fails now.
    [{ failures: 1, failingSince: daysAgo(30), isGivenUp: false }, failed(), null],
    [{ failures: 4, failingSince: daysAgo(30), isGivenUp: false }, failed(), null],
    [{ failures: 1, failingSince: daysAgo(3.1), isGivenUp: true }, failed(), null],
    [{ failures: 1, failingSince: null, isGivenUp: true }, failed({ isGone: true }), /Gone/],
    [{ failures: 9, failingSince: daysAgo(9), isGivenUp: false }, { isOk: true, status: 200 } as Outcome, null],
  ])("%j", (channel, outcome, reason) => {
    const found = disableReason(channel, outcome, now);
    if (reason) expect(found).toMatch(reason);
    else expect(found).toBeNull();
  });
});
