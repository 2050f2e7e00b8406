import { describe, expect, test } from "vitest";
import { formatBounds, formatDifference, formatMetric, formatP, formatShare, formatValue } from "./figures";
import { banditWords, betweenWords, changeWords, collectingWords, notValidWords, regretWords } from "./sentences";

const plain = (text: string) => text.replaceAll("\u00a0", " ");
const nameOf = (variant: string) => variant;

describe("formatted numbers", () => {
  test.each([
    [formatShare(0.68), "68.0 %"],
    [formatShare(0.0042), "0.42 %"],
    [formatValue("latency_p95", 2910), "2.91 s"],
    [formatValue("ttft_p50", 412), "412 ms"],
    [formatValue("cost", 0.0041), "$0.0041"],
    [formatValue("cost", 1e-9), "$0"],
    [formatValue("stars", 4.234), "4.23"],
    [formatValue("completion", null), "–"],
    [formatMetric("violation_rate", { value: 0.00007, numerator: 3, denominator: 41_380 }), "3 of 41,380"],
    [formatMetric("cost", { value: 0.0003, numerator: null, denominator: null }), "$0.00030"], // beside "$0.00026"
    [formatDifference("completion", 0.038), "+3.8 pts"],
    [formatDifference("violation_rate", -0.0001), "−0.01 pts"],
    [formatDifference("completion", 0), "0.0 pts"],
    [formatDifference("cost", 0.0005), "+$0.0005"],
    [formatDifference("ttft_p50", 19, 412), "+19 ms"],
    [formatBounds("completion", [0.018, 0.058]), "+1.8 pts to +5.8 pts"],
    [formatBounds("completion", [null, null]), "too few to tell"],
    [formatP(3e-9), "< 0.001"],
    [formatP(0.044), "0.04"],
    [formatP(0.0044), "0.004"],
  ])("%s", (written, expected) => expect(plain(written)).toBe(expected));
});

describe("the headline of a verdict", () => {
  test.each([
    [changeWords("completion", 0.039), "about 4 more of every 100 tasks are finished"],
    [changeWords("completion", -0.012), "about 1 fewer of every 100 tasks is finished"],
    [changeWords("violation_rate", 0.0004), "about 4 more of every 10,000 answers break a rule"],
    [changeWords("refusal_rate", 0.001), "about 1 more of every 1,000 answers is a refusal"],
    [changeWords("cost", -0.0005), "an answer costs $0.0005 less"],
    [changeWords("latency_p95", 110), "the 95th percentile of the total time is 110 ms longer"],
    [changeWords("stars", 0.3), "an average rating is 0.30 higher"],
    [betweenWords("completion", [0.018, 0.058], 0.038) ?? "", "between 1.8 and 5.8 points up"],
    [betweenWords("completion", [-0.058, -0.018], -0.038) ?? "", "between 1.8 and 5.8 points down"],
    [betweenWords("completion", [-0.01, 0.02], 0.005) ?? "", "between −1.0 and 2.0 points"],
  ])("%s", (written, expected) => expect(plain(written)).toBe(expected));
});

describe("before there is a verdict", () => {
  const facts = {
    required: 3135,
    counted: 1913,
    behind: "v15",
    perDay: 246,
    alpha: 0.05,
    isStopped: false,
    young: 0,
    windowMinutes: 60,
    asOf: "2026-11-19T12:00:00Z",
    expectedAt: "2026-11-24T11:00:00Z",
  };

  test("states the remaining time, and why", () => {
    const { sentence, detail } = collectingWords(facts);
    expect(plain(sentence)).toBe("Keep it running for about 5 more days.");
    expect(plain(detail)).toBe(
      "The plan asks for 3,135 users on each version; v15 has 1,913 and gains about 246 a day, so the result is due around 24 November. Early numbers change a lot: a decision on them is wrong far more often than 1 time in 20.",
    );
  });

  test("states no date if no users arrive", () => {
    expect(collectingWords({ ...facts, perDay: null, expectedAt: null }).sentence).toBe(
      "Keep it running: there is no date yet.",
    );
    expect(collectingWords({ ...facts, counted: 0 }).sentence).toBe("Waiting for the first users.");
  });

  test("uses hours, not days, if it takes a few hours", () => {
    expect(collectingWords({ ...facts, expectedAt: "2026-11-19T20:00:00Z" }).sentence).toBe(
      "Keep it running for less than a day.",
    );
  });
});

describe("results without a verdict", () => {
  test("a failed check states what was observed and what to do", () => {
    const { sentence, detail } = notValidWords([
      { id: "split", result: "fails", seen: "52.0 % and 48.0 %", limit: "p ≥ 0.001", action: "Find it." },
    ]);
    expect(sentence).toBe("The groups are not the size they should be.");
    expect(detail).toBe("Seen: 52.0 % and 48.0 %. Find it. No version can be called better.");
  });

  test("a bandit states probabilities", () => {
    const arm = (variant: string, probabilityBest: number, weight: number) => ({ variant, probabilityBest, weight });
    const bandit = { isBurningIn: false, burnIn: 100, floor: 0.05, weights: [], regretSaved: 81 };
    const { sentence, detail } = banditWords(
      { ...bandit, arms: [arm("v1", 0.02, 0.06), arm("v2", 0.98, 0.94)] },
      "completion",
      nameOf,
    );
    expect(plain(sentence)).toBe("v2 is very probably the best and gets 94 % of users.");
    expect(plain(detail)).toContain("About 81 more finished tasks than an equal split would have brought.");
    expect(detail).toContain("there is no verdict");
  });

  test("a saving has its own sign and unit", () => {
    expect(regretWords("refusal_rate", 12)).toBe("About 12 fewer refusals than an equal split would have brought. ");
    expect(regretWords("cost", 3.2)).toBe("About $3.20 less spent than an equal split would have brought. ");
    expect(regretWords("completion", 0.2)).toBe("");
  });
});
