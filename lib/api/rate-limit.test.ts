import { describe, expect, it } from "vitest";
import type { KeyActor } from "@/lib/auth/actor";
import { publish } from "@/lib/core/publish";
import { countRequests, openNetwork, takeOpenRequest, takeRequest, type Window } from "./rate-limit";

it("requests of an unknown address are counted per path, not together", () => {
  expect(openNetwork(null)).toBeNull();
  const ask = (subject: string) => takeOpenRequest({ subject });
  for (let sent = 0; sent < 120; sent++) ask("one");
  expect(() => ask("one")).toThrow("may send 120 requests a minute");
  expect(ask("other")["ratelimit-remaining"]).toBe("119");
  expect(takeOpenRequest({ network: "192.0.2.1" })["ratelimit-remaining"]).toBe("119");
});

describe("countRequests", () => {
  it("allows the limit per minute, and no more", () => {
    let window: Window | undefined;
    const results = Array.from({ length: 5 }, (_, index) => {
      const counted = countRequests(window, 3, 1_000 + index);
      window = counted.window;
      return counted;
    });
    expect(results.map(({ isAllowed }) => isAllowed)).toEqual([true, true, true, false, false]);
    expect(results.map(({ remaining }) => remaining)).toEqual([2, 1, 0, 0, 0]);
    expect(results.at(-1)?.resetSeconds).toBe(60);
  });

  it("starts again after a minute", () => {
    const before = { startedAt: 0, count: 99 };
    expect(countRequests(before, 3, 59_999).isAllowed).toBe(false);
    expect(countRequests(before, 3, 59_999).resetSeconds).toBe(1);
    expect(countRequests(before, 3, 60_000)).toMatchObject({ isAllowed: true, remaining: 2 });
  });

  it("blocks nobody if the clock jumps back", () => {
    expect(countRequests({ startedAt: 10_000_000, count: 99 }, 3, 1_000).isAllowed).toBe(true);
  });
});

it("includes the counts of other processes of the machine", () => {
  const keyId = "shared-by-processes";
  const actor = { kind: "key", keyId, requestsPerMinute: 5 } as KeyActor;
  const remaining = () => takeRequest(actor)["ratelimit-remaining"];
  expect(remaining()).toBe("4");
  publish("rate-limit", JSON.stringify({ from: process.pid + 1, counts: [[keyId, 3]] }));
  expect(remaining()).toBe("0");
  expect(remaining).toThrow("5 requests a minute");
  publish("rate-limit", JSON.stringify({ from: process.pid, counts: [["another", 3]] })); // its own message
});
