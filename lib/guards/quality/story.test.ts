import { describe, expect, test } from "vitest";
import type { ReleaseView } from "@/lib/registry/views";
import { metricFinding } from "@/lib/testing/metric-finding";
import { formatLine } from "../finding-words";
import type { GuardCheckView } from "../views";
import { newestRollback } from "./evidence";
import { durationWords } from "./figures";
import { toHappened } from "./happened";
import { toLimits } from "./limits";
import { mainMetric } from "./main-metric";
import { toMarks } from "./marks";

const finding = metricFinding();
const at = (time: string) => `2026-11-12T${time}Z`;
const release = (kind: ReleaseView["kind"], from: number | null, to: number, time: string): ReleaseView => ({
  id: time,
  prompt: "checkout/assistant",
  environment: "production",
  kind,
  fromVersion: from,
  toVersion: to,
  revision: 1,
  reason: "",
  at: at(time),
  actor:
    kind === "auto-rollback"
      ? { kind: "system", id: null, name: "Guard" }
      : { kind: "user", id: "1", name: "Mara Lindqvist" },
  ...(kind === "auto-rollback" && {
    evidence: {
      guard: { findings: [finding], firstHitAt: at("14:06:02"), checkedAt: at("14:07:02"), baselineVersion: 11 },
    },
  }),
});
const check = (outcome: GuardCheckView["outcome"], time: string, value = 0.744): GuardCheckView => ({
  at: at(time),
  revision: 2,
  version: 12,
  baselineVersion: 11,
  outcome,
  findings: [{ ...finding, current: { ...finding.current, value } }],
});
const releases = [release("auto-rollback", 12, 11, "14:07:02"), release("promote", 11, 12, "10:52:14")];

describe("the history", () => {
  test("is in order: release, first check, confirming check, rollback, alert", () => {
    const checks = [
      check("critical", "14:07:02"),
      check("suspect", "14:06:02", 0.748),
      check("ok", "13:30:00"),
      check("ok", "13:02:00"),
      check("waiting", "11:00:00"),
    ];
    const alerts = [
      {
        at: at("14:07:03"),
        deliveries: [
          { channel: "Team", kind: "slack" as const, status: "delivered" as const },
          { channel: "On call", kind: "email" as const, status: "delivered" as const },
          { channel: "Old", kind: "webhook" as const, status: "failed" as const },
        ],
      },
    ];
    const lines = toHappened({ releases, checks, alerts, from: Date.parse(at("00:00:00")) });
    expect(lines.map(({ text }) => text.replaceAll("\u00a0", " "))).toEqual([
      "v12 released by Mara Lindqvist",
      "v12 has 200 scores and is not worse",
      "First check: 74.8 % good answers",
      "Second check: 74.4 % good answers",
      "v11 live again, automatically",
      "Slack and e-mail told",
    ]);
    expect(lines[4]?.tone).toBe("live");
  });

  test("leaves out entries before the chosen span", () => {
    expect(toHappened({ releases, checks: [], alerts: [], from: Date.parse(at("12:00:00")) })).toHaveLength(1);
  });
});

describe("the newest automatic rollback", () => {
  const now = Date.parse(at("14:45:00"));

  test("is the newest release, with the time at which the worse version went live", () => {
    expect(newestRollback(releases, now)).toMatchObject({
      from: 12,
      to: 11,
      releasedAt: at("10:52:14"),
      findings: [finding],
    });
  });

  test("is not shown after another release, or after a week", () => {
    expect(newestRollback([release("promote", 11, 13, "14:30:00"), ...releases], now)).toBeNull();
    expect(newestRollback(releases, now + 8 * 86_400_000)).toBeNull();
    expect(newestRollback([], now)).toBeNull();
  });

  test("ignores evidence of an unknown shape without an error", () => {
    const [first, second] = releases;
    if (!first || !second) throw new Error("unreachable");
    expect(newestRollback([{ ...first, evidence: { guard: "gone" } }, second], now)?.findings).toEqual([]);
  });
});

describe("marks and limits of the chart", () => {
  const span = { from: Date.parse(at("00:00:00")), to: Date.parse(at("23:00:00")) };

  test("marks releases and rollbacks with their actor, oldest first", () => {
    expect(toMarks(releases, [], { metric: "scorer:good", ...span })).toEqual([
      { at: at("10:52:14"), kind: "release", title: "v12 released", by: "Mara" },
      { at: at("14:07:02"), kind: "by-itself", title: "Back to v11", by: "automatically" },
    ]);
  });

  test("marks a new judge, but not the first series, nor series of other metrics", () => {
    const way = (series: string, beganAt: string, metric = "scorer:good") => ({
      metric,
      series,
      label: series,
      beganAt,
    });
    const ways = [
      way("judge 3", at("12:00:00")),
      way("judge 2", at("02:00:00")),
      way("x", at("05:00:00"), "scorer:tone"),
    ];
    expect(toMarks([], ways, { metric: "scorer:good", ...span })).toEqual([
      { at: at("12:00:00"), kind: "judge", title: "A new series", by: "judge 3" },
    ]);
  });

  test("shows configured limits unchanged; otherwise margins are relative to the previous version", () => {
    const metrics = [{ name: "scorer:good" as const, worse: "lower" as const, alertLine: 0.84 }];
    const limits = toLimits({ metrics, rollsBack: true }, "scorer:good", finding);
    expect(limits.map(({ label, isRelative }) => [label.replace("\u00a0", " "), isRelative])).toEqual([
      ["Alert, 84 %", false],
      ["Roll back, 80.6 %", true],
    ]);
    expect(toLimits({ metrics, rollsBack: false }, "scorer:good", finding)[1]?.label).toMatch(/^Far worse/);
    expect(toLimits({ metrics, rollsBack: true }, "completion", null)).toEqual([]);
    expect(toLimits(null, "scorer:good", finding)).toEqual([]);
  });

  test("shows the limit of a time above the previous value, by a share of it", () => {
    const slow = { ...finding, metric: "latency" as const, kind: "mean" as const, worse: "higher" as const };
    const [alert] = toLimits({ metrics: [{ name: "latency", worse: "higher" }], rollsBack: true }, "latency", {
      ...slow,
      margin: 0.05,
      baseline: { version: 11, value: 1_000, n: 10, users: 10 },
    });
    expect(alert?.value).toBeCloseTo(1_050, 6);
  });
});

describe("the metric that is shown", () => {
  const input = { requested: undefined, findings: [], guard: null, evaluation: null, scores: [] };

  test("is the metric that got worse, unless another one is requested", () => {
    const guard = { metrics: [{ name: "completion" as const }, { name: "scorer:good" as const }] };
    const scores = [{ metric: "completion" as const, scores: 9 }];
    expect(mainMetric({ ...input, guard, scores, findings: [finding] }).chosen).toBe("scorer:good");
    expect(mainMetric({ ...input, guard, scores, findings: [finding], requested: "completion" }).chosen).toBe(
      "completion",
    );
    expect(mainMetric({ ...input, guard, scores, requested: "cost" }).chosen).toBe("completion");
  });

  test("are ordered: metrics of the guard, scorers, then feedback and measurements", () => {
    const { metrics } = mainMetric({
      ...input,
      guard: { metrics: [{ name: "cost" }] },
      evaluation: { scorers: [{ id: "tone" }] },
      scores: [
        { metric: "latency", scores: 1 },
        { metric: "completion", scores: 1 },
        { metric: "thumbs", scores: 1 },
      ],
    });
    expect(metrics).toEqual(["cost", "scorer:tone", "thumbs", "completion", "latency"]);
    expect(mainMetric(input)).toEqual({ metrics: [], chosen: null });
  });
});

test("figures are short and carry their units", () => {
  const plain = (text: string) => text.replaceAll("\u00a0", " ");
  expect([45_000, 12 * 60_000, 195 * 60_000, 52 * 3_600_000].map((ms) => plain(durationWords(ms)))).toEqual([
    "45 s",
    "12 min",
    "3 h 15 min",
    "2 d 4 h",
  ]);
  expect([formatLine("thumbs", 0.8), formatLine("thumbs", 0.805), formatLine("latency", 1_200)].map(plain)).toEqual([
    "80 %",
    "80.5 %",
    "1.20 s",
  ]);
});
