import { describe, expect, test } from "vitest";
import { failure } from "../../models/failures";
import { isHopeless, pauseMs, retryDelayMs } from "./retry";

const busy = failure("rate_limited", "Too many.", { status: 429 });

describe("a retry", () => {
  test("has increasing delays with jitter", () => {
    const delay = (attempt: number, random: number) => retryDelayMs(busy, { attempt, random });
    expect([delay(1, 0), delay(1, 1), delay(2, 0), delay(4, 1)]).toEqual([500, 1_000, 1_000, 8_000]);
    expect(delay(5, 0)).toBeNull();
    expect(retryDelayMs(busy, { attempt: 1, random: 0, most: 1 })).toBeNull();
  });
  test("waits as long as the provider requires, unless that is too long for a run", () => {
    const rateLimited = (retryAfterSeconds: number) => failure("rate_limited", "", { status: 429, retryAfterSeconds });
    expect(retryDelayMs(rateLimited(20), { attempt: 1, random: 0 })).toBe(20_000);
    expect(retryDelayMs(rateLimited(20), { attempt: 1, random: 1 })).toBeGreaterThan(20_000);
    expect(retryDelayMs(rateLimited(3_600), { attempt: 1, random: 0 })).toBeNull();
    expect(isHopeless(rateLimited(3_600))).toBe(true);
    expect([pauseMs(rateLimited(20)), pauseMs(rateLimited(3_600)), pauseMs(busy)]).toEqual([20_000, 500, 500]);
  });
  test("is skipped if it cannot help", () => {
    expect(retryDelayMs(failure("provider_error", "", { status: 400 }), { attempt: 1, random: 0 })).toBeNull();
    expect(isHopeless(failure("provider_error", "", { status: 401 }))).toBe(true);
    expect(isHopeless(failure("provider_error", "", { status: 400 }))).toBe(false);
    expect(isHopeless(failure("not_connected", ""))).toBe(true);
    expect(isHopeless(busy)).toBe(false);
  });
});
