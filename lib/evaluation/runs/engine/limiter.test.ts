import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createLimiter } from "./limiter";

const signal = new AbortController().signal;

describe("a provider's limit", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  /** Requests `count` slots. Returns the number of slots granted. */
  async function take(limiter: ReturnType<typeof createLimiter>, count: number, stop = signal) {
    const releases: (() => void)[] = [];
    for (let index = 0; index < count; index++)
      limiter.take(stop).then(
        (release) => releases.push(release),
        () => {},
      );
    await vi.advanceTimersByTimeAsync(0);
    return releases;
  }

  test("admits a number of calls, then the next in order as one ends", async () => {
    const releases = await take(createLimiter(2), 3);
    expect(releases).toHaveLength(2);
    releases[0]?.();
    releases[0]?.(); // releasing twice has no further effect
    await vi.advanceTimersByTimeAsync(0);
    expect(releases).toHaveLength(3);
  });

  test("is halved after a rate limit, pauses, and grows again with successful calls", async () => {
    const limiter = createLimiter(8, () => Date.now());
    const releases = await take(limiter, 8);
    limiter.slowDown(3_000);
    limiter.slowDown(3_000); // calls that ran concurrently
    expect(limiter.limit).toBe(4);
    for (const release of releases) release();
    const later = await take(limiter, 8);
    expect(later).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(3_001);
    expect(later).toHaveLength(4);
    for (let call = 0; call < 40; call++) limiter.speedUp();
    expect(limiter.limit).toBe(8);
  });

  test("is never 0, and removes aborted callers", async () => {
    const limiter = createLimiter(1);
    const [first] = await take(limiter, 1);
    const gone = new AbortController();
    await take(limiter, 1, gone.signal);
    gone.abort();
    const waiting = await take(limiter, 1);
    for (let time = 0; time < 5; time++) limiter.slowDown(0);
    first?.();
    await vi.advanceTimersByTimeAsync(1);
    expect(waiting).toHaveLength(1);
  });

  test("applies a new setting immediately", async () => {
    const limiter = createLimiter(1);
    const releases = await take(limiter, 4);
    expect(releases).toHaveLength(1);
    limiter.setMax(3);
    await vi.advanceTimersByTimeAsync(0);
    expect(releases).toHaveLength(3);
    limiter.setMax(2);
    expect(limiter.limit).toBe(2);
  });
});
