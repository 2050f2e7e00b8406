import { expect, test } from "vitest";
import { agoWords, msWords, spanWords } from "./call-times";

const at = "2026-11-23T10:00:00.000Z";
const after = (seconds: number) => new Date(new Date(at).getTime() + seconds * 1_000);

test("states how long ago a call was", () => {
  expect([0.4, 4, 59, 61, 600].map((seconds) => agoWords(at, after(seconds).getTime()))).toEqual(
    ["now", "4 s ago", "59 s ago", "1 min ago", "10 min ago"].map((text) => text.replace(/(\d) /, "$1\u00a0")),
  );
  expect(agoWords(at, after(-3).getTime())).toBe("now"); // the server's clock is ahead
});

test("states the time until the first call", () => {
  expect([0, 38, 99, 240, 7_200, 260_000].map((seconds) => spanWords(at, after(seconds).toISOString()))).toEqual(
    ["0 s", "38 s", "99 s", "4 min", "2 h", "3 days"].map((text) => text.replace(" ", "\u00a0")),
  );
});

test("formats milliseconds", () => {
  expect([0.23, 9.96, 12.4].map(msWords)).toEqual(["0.2\u00a0ms", "10.0\u00a0ms", "12\u00a0ms"]);
});
