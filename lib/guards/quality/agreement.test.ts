import { expect, test } from "vitest";
import { agreementWords } from "./agreement";

test("states the agreement with its sample size, and says if a judge is no better than chance", () => {
  const words = (n: number, agree: number, kappa: number | null) =>
    agreementWords({ n, agree, kappa }).replaceAll("\u00a0", " ");
  expect(words(140, 127, 0.74)).toBe("The judge agreed with people’s thumbs 91 % of 140 times.");
  expect(words(140, 100, 0.31)).toMatch(/71 % of 140 times\. That is not much better than chance\.$/);
  expect(words(140, 120, 0.05)).toMatch(/read the answers before you rely on it\.$/);
  expect(words(12, 11, 0.8)).toMatch(/11 of 12 times: too few/);
  expect(agreementWords(null)).toMatch(/^Nobody has rated/);
});
