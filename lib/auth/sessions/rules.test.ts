import { expect, it } from "vitest";
import { isIdle, isProofFresh, isUseStale } from "./rules";

const now = Date.UTC(2026, 0, 31);
const minute = 60_000;
const day = 24 * 60 * minute;

it("a session ends after 30 days without use", () => {
  expect(isIdle(now - 30 * day, now)).toBe(false);
  expect(isIdle(now - 30 * day - 1, now)).toBe(true);
});

it("a proof is valid for ten minutes", () => {
  expect(isProofFresh(now - 10 * minute, now)).toBe(true);
  expect(isProofFresh(now - 10 * minute - 1, now)).toBe(false);
});

it("the use of a session is stored once a minute", () => {
  expect(isUseStale(now - minute + 1, now)).toBe(false);
  expect(isUseStale(now - minute, now)).toBe(true);
});
