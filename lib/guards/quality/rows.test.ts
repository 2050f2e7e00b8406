import { describe, expect, test } from "vitest";
import { metricFinding } from "@/lib/testing/metric-finding";
import type { MetricFinding } from "../findings";
import { groupOf, overviewWords, qualityGroups, rankOf, rowWords, waitRanks } from "./rows";
import { toTrend } from "./trend";

const none = { worse: 0, back: 0, silent: 0, waiting: 0, watched: 0, not_watched: 0, not_live: 0 };
const finding = metricFinding({
  current: { version: 9, value: 0.787, n: 640, users: 600 },
  baseline: { version: 8, value: 0.863, n: 1_000, users: 900 },
  reading: "worse",
});
const row = (more: Partial<Parameters<typeof rowWords>[0]>) =>
  rowWords({
    status: "watching",
    environment: "production",
    version: 9,
    findings: [finding],
    back: null,
    ...more,
  }).replaceAll("\u00a0", " ");

describe("the overview in words", () => {
  test("lists what got worse first, and each count has a matching verb", () => {
    expect(overviewWords({ ...none, worse: 1, back: 2, waiting: 1, watched: 3, not_watched: 9 })).toEqual({
      sentence: "1 prompt got worse, 2 rolled back automatically.",
      detail: "1 watched prompt has a newer version that is not live. Of the others, 3 are watched, 9 are not watched.",
    });
  });

  test("says that nothing got worse only if something is watched", () => {
    expect(overviewWords({ ...none, watched: 1 }).sentence).toBe("Nothing got worse.");
    expect(overviewWords({ ...none, not_watched: 4 }).sentence).toBe("Nothing is watched yet.");
    expect(overviewWords({ ...none, watched: 5, silent: 1 }).sentence).toBe("1 gets no verdicts.");
  });
});

describe("a row in words", () => {
  test("contains numbers if something is worse", () => {
    expect(row({ status: "worse" })).toBe("Worse: 78.7 % good answers, v8 had 86.3 %");
    expect(row({ status: "suspect" })).toBe("May be worse: 78.7 % good answers, v8 had 86.3 %");
    expect(row({ status: "rolled_back", findings: [], back: { from: 9, findings: [finding] } })).toBe(
      "Went back from v9: 78.7 % good answers, v8 had 86.3 %",
    );
  });

  test("says how much of the sample is there, for the first metric", () => {
    const waiting = (n: number) => ({
      ...finding,
      reading: "waiting" as const,
      current: { ...finding.current, value: null, n },
    });
    expect(row({ status: "waiting", findings: [waiting(61), waiting(140)] })).toBe("Waiting: 140 of 200 scores of v9");
    expect(row({ status: "waiting", findings: [] })).toBe("Waiting for new scores");
  });

  test("a prompt that is live elsewhere is not live here", () => {
    expect(row({ status: "nothing_live", version: null, findings: [] })).toBe("Not live in production");
  });

  test("describes a watched version by its readings", () => {
    const reads = (reading: MetricFinding["reading"]) => row({ findings: [{ ...finding, reading }] });
    expect([reads("same"), reads("better"), reads("not_clear")]).toEqual([
      "As good as v8",
      "Better than v8",
      "Not clearly worse than v8",
    ]);
  });
});

test("ranks match the groups of the list", () => {
  const ranks = ["worse", "suspect", "rolled_back", "inconclusive", "watching", "not_watched", "nothing_live"] as const;
  const order = ranks.map((status) => qualityGroups.indexOf(groupOf(rankOf(status))));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(Object.values(waitRanks).map(groupOf)).toEqual(["waiting", "waiting"]);
});

test("a trend has a value for each day with scores, and the live version's over all of them", () => {
  const now = Date.parse("2026-11-12T14:20:00Z");
  const rows = [
    { day: "2026-11-11", version: 8, n: 10, passed: 9, sum: 9 },
    { day: "2026-11-12", version: 8, n: 10, passed: 7, sum: 7 },
    { day: "2026-11-12", version: 9, n: 30, passed: 15, sum: 15 },
  ];
  const trend = toTrend(rows, { isRate: true, days: 14, now, version: 9, releases: new Set(["2026-11-12"]) });
  expect(trend.days).toHaveLength(14);
  expect(trend.days.at(-1)).toEqual({ day: "2026-11-12", value: 0.55, n: 40, isRelease: true });
  expect(trend.days.at(-3)).toEqual({ day: "2026-11-10", value: null, n: 0, isRelease: false });
  expect(trend).toMatchObject({ value: 0.5, scores: 50 });
});
