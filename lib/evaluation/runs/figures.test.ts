import { expect, test } from "vitest";
import { dollarText, percent, priceText, secondsText, sizeText, timeText } from "./figures";

test("times", () => {
  expect([0, 380.4, 1240, 12_345].map(timeText)).toEqual(["0\u00a0ms", "380\u00a0ms", "1.24\u00a0s", "12.3\u00a0s"]);
});

test("dollars have two significant digits", () => {
  expect([0, 0.00025, 0.0001364, 0.0042, 0.05, 0.1, 1.2, 12.345, 1e-9].map(dollarText)).toEqual([
    "$0",
    "$0.00025",
    "$0.00014",
    "$0.0042",
    "$0.05",
    "$0.10",
    "$1.20",
    "$12.35",
    "less than $0.0000001",
  ]);
});

test("sizes and prices", () => {
  expect(sizeText(1341, 68)).toBe("1,341 tokens in, 68 out");
  expect(sizeText(null, 68)).toBe("68 tokens out");
  expect(sizeText(null, null)).toBe("not reported");
  expect(priceText({ inputPerMillion: 0.4, outputPerMillion: 1.6 })).toBe("$0.40 in and $1.60 out per million tokens");
  expect(priceText({ inputPerMillion: 0, outputPerMillion: 0 })).toBe("free");
});

test("shares show 100 % or 0 % only if exact", () => {
  expect([percent(1), percent(0.9999), percent(0.95), percent(0), percent(null)]).toEqual([
    "100\u00a0%",
    "99.9\u00a0%",
    "95.0\u00a0%",
    "0\u00a0%",
    "–",
  ]);
  expect([secondsText(41.4), secondsText(200), secondsText(3_660)]).toEqual([
    "41\u00a0s",
    "3\u00a0min 20\u00a0s",
    "1\u00a0h 1\u00a0min",
  ]);
});
