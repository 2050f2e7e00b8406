import { expect, test } from "vitest";
import { metricFinding } from "@/lib/testing/metric-finding";
import { findingSentence, formatChange, formatLive, readingWords, worstFirst } from "./finding-words";

const finding = metricFinding({ alertLine: 0.84, floor: 0.8, crossed: "floor" });

test("writes a finding with units, signs and its metric", () => {
  expect(findingSentence(finding)).toBe("Good answers fell from 88.6\u00a0% to 74.4\u00a0% (of 308).");
  expect(findingSentence({ ...finding, baseline: null })).toBe("Good answers: 74.4\u00a0% (of 308).");
  expect(formatChange(finding)).toBe("−14.2\u00a0pts");
  expect(formatChange({ kind: "mean", worse: "higher", worsening: 0.32 })).toBe("+32\u00a0%");
  expect(formatChange({ kind: "mean", worse: "higher", worsening: -0.05 })).toBe("−5.0\u00a0%");
  expect(formatChange({ kind: "rate", worse: "lower", worsening: null })).toBe("");
  expect(readingWords(finding)).toBe("Worse, under 80\u00a0%");
  expect(readingWords({ ...finding, crossed: null })).toBe("Much worse");
  expect(readingWords({ ...finding, crossed: null, reading: "not_clear" })).toBe("Not clearly past 2\u00a0pts");
  expect(readingWords({ ...finding, reading: "waiting", current: { ...finding.current, n: 61 } })).toBe(
    "Waiting: 61 of 200",
  );
});

test("writes values in the metric's unit", () => {
  expect(["completion", "cost", "stars", "latency", "ttft"].map((metric) => formatLive(metric as "cost", 0.5))).toEqual(
    ["50.0\u00a0%", "$0.50", "0.50", "1\u00a0ms", "1\u00a0ms"],
  );
  expect(formatLive("latency", 1_320)).toBe("1.32\u00a0s");
  expect(formatLive("thumbs", null)).toBe("–");
});

test("lists first what a guard acted on", () => {
  const others = [
    metricFinding({ label: "Same", reading: "same" }),
    metricFinding({ label: "Waiting", reading: "waiting" }),
    metricFinding({ label: "Worse", reading: "worse" }),
  ];
  expect(worstFirst([...others, finding]).map(({ label }) => label)).toEqual([
    "Good answers",
    "Worse",
    "Waiting",
    "Same",
  ]);
});
