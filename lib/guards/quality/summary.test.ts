import { describe, expect, test } from "vitest";
import { metricFinding } from "@/lib/testing/metric-finding";
import type { MetricFinding, Reading } from "../findings";
import { summarizeQuality } from "./summary";
import type { QualityFacts } from "./summary-facts";

const finding = (reading: Reading, more: Partial<MetricFinding> = {}) => metricFinding({ reading, ...more });
const guard = (more: Partial<NonNullable<QualityFacts["guard"]>> = {}): QualityFacts["guard"] => ({
  status: "watching",
  since: "2026-11-12T10:00:00Z",
  baselineVersion: 11,
  coolUntil: null,
  minimumPerSide: 200,
  rollsBack: true,
  findings: [],
  ...more,
});
const facts = (more: Partial<QualityFacts> = {}): QualityFacts => ({
  environment: "production",
  live: { version: 12, since: "2026-11-12T10:52:14Z", isAgain: false },
  guard: guard(),
  rolledBack: null,
  sampleRate: 0.1,
  known: null,
  ...more,
});
const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("the verdict on live quality", () => {
  test("describes an automatic rollback: the live version, what was worse, and how long it took", () => {
    const summary = summarizeQuality(
      facts({
        live: { version: 11, since: "2026-11-12T14:07:02Z", isAgain: true },
        guard: guard({ status: "rolled_back" }),
        rolledBack: {
          at: "2026-11-12T14:07:02Z",
          from: 12,
          to: 11,
          releasedAt: "2026-11-12T10:52:14Z",
          findings: [finding("critical", { floor: 0.8, crossed: "floor" })],
        },
      }),
    );
    expect(summary.sentence).toBe("v11 is live again. v12 gave fewer good answers.");
    expect(plain(summary.detail)).toBe(
      "Good answers: 74.4 % of 308 scored answers, under the rollback line of 80 %. v11 had 88.6 % of 1,000. It took 3 h 15 min, because only 10 % of answers are scored.",
    );
    expect(summary).toMatchObject({ state: "rolled_back", tone: "worse", about: 12, change: { from: 11, to: 12 } });
  });

  test("reports worse, not the old rollback, if the restored version is worse again", () => {
    const rolledBack = {
      at: "2026-11-12T14:07:02Z",
      from: 12,
      to: 11,
      releasedAt: null,
      findings: [finding("critical")],
    };
    const worse = guard({ status: "worse", findings: [finding("worse")] });
    expect(summarizeQuality(facts({ rolledBack, guard: worse })).state).toBe("worse");
  });

  test("names two worse metrics, and says that the version is still live", () => {
    const findings = [
      finding("same", { metric: "stars", label: "Stars" }),
      finding("worse", { metric: "completion", label: "Tasks finished" }),
      finding("critical"),
    ];
    const summary = summarizeQuality(facts({ guard: guard({ status: "worse", findings, rollsBack: false }) }));
    expect(summary.sentence).toBe("v12 is worse than v11. It gave fewer good answers and finished fewer tasks.");
    expect(summary.detail).toContain("It is still live: this guard does not roll back.");
  });

  test("reports a suspicion after one check, not a verdict", () => {
    const summary = summarizeQuality(facts({ guard: guard({ status: "suspect", findings: [finding("worse")] }) }));
    expect(summary.sentence).toBe("v12 may be worse than v11.");
    expect(summary.tone).toBe("careful");
  });

  test("a version that a person restored waits for new scores, although it has earlier ones", () => {
    const live = { version: 12, since: "2026-11-12T15:00:00Z", isAgain: true };
    const waits = guard({ status: "waiting", baselineVersion: null });
    const summary = summarizeQuality(facts({ live, guard: waits }));
    expect(summary.sentence).toBe("Waiting: 0 of 200 new scores of v12.");
    expect(summary.detail).toMatch(
      /^v12 is live again, and its scores from before do not count\. “No difference” needs/,
    );
    const ofBaseline = finding("waiting", {
      current: { ...finding("same").current, n: 200 },
      baseline: { version: 11, value: null, n: 61, users: 61 },
    });
    const other = summarizeQuality(facts({ live, guard: guard({ status: "waiting", findings: [ofBaseline] }) }));
    expect(other.sentence).toBe("Waiting: 61 of 200 scores of v11.");
  });

  test("reports waiting if there are too few scores, with the first metric, never as good", () => {
    const side = (version: number, n: number) => ({ version, value: null, n, users: n });
    const findings = [
      finding("waiting", { metric: "thumbs", label: "Thumbs up", current: side(12, 61), p: null }),
      finding("waiting", { current: side(12, 140), p: null }),
    ];
    const summary = summarizeQuality(facts({ guard: guard({ status: "waiting", findings }) }));
    expect(summary.sentence).toBe("Waiting: 140 of 200 scores of v12.");
    expect(summary).toMatchObject({ tone: "waiting", progress: { n: 140, needed: 200 } });
  });

  test("shows the count of the previous version if that one has too few scores", () => {
    const findings = [
      finding("waiting", {
        current: { version: 12, value: 0.9, n: 500, users: 500 },
        baseline: { version: 11, value: null, n: 61, users: 61 },
      }),
    ];
    const summary = summarizeQuality(facts({ guard: guard({ status: "waiting", findings }) }));
    expect(summary.sentence).toBe("Waiting: 61 of 200 scores of v11.");
  });

  test("says that a judge gives no verdict, and that nothing depends on it", () => {
    const findings = [finding("inconclusive", { invalidShare: 0.23 })];
    const summary = summarizeQuality(facts({ guard: guard({ status: "inconclusive", findings }) }));
    expect(summary.sentence).toBe("The judge gives no scores.");
    expect(plain(summary.detail)).toContain("23 % of the judgements of v12 could not be read (Good answers).");
    expect(summary.detail).toContain("nothing rolls back automatically");
  });

  test.each([
    [[finding("same"), finding("same", { metric: "completion" })], "v12 does as well as v11."],
    [[finding("better")], "v12 does better than v11: it gives more good answers."],
    [[finding("not_clear"), finding("better", { metric: "cost" })], "v12 is not clearly worse than v11."],
    [[finding("no_baseline", { baseline: null })], "v12 has no version before it to be compared with."],
    [[finding("better", { metric: "latency", label: "Total time" })], "v12 does better than v11: it takes less time."],
  ] as const)("describes a watched version by its readings (%#)", (findings, sentence) => {
    expect(summarizeQuality(facts({ guard: guard({ findings }) })).sentence).toBe(sentence);
  });

  test("says that nothing is watched without a guard, whatever the numbers are", () => {
    const known = { metric: "completion", label: "Tasks finished", value: 0.771, n: 1_240 } as const;
    const summary = summarizeQuality(facts({ guard: null, known }));
    expect(summary).toMatchObject({ sentence: "No guard watches v12.", tone: "unknown" });
    expect(plain(summary.detail)).toMatch(/^Tasks finished: 77.1 % of 1,240\. A guard compares/);
    expect(summarizeQuality(facts({ guard: null, sampleRate: null })).detail).toMatch(/^No live answers are scored/);
  });

  test("describes a guard that is off, one in its cool-down, and no live version", () => {
    expect(summarizeQuality(facts({ guard: guard({ status: "off" }) })).sentence).toBe(
      "The guard of v12 is switched off.",
    );
    expect(summarizeQuality(facts({ guard: guard({ status: "cooling_down" }) })).state).toBe("resting");
    expect(summarizeQuality(facts({ live: null, guard: null })).sentence).toBe("Nothing is live in production.");
  });

  test("names a scorer in place of a kind of answers", () => {
    const findings = [finding("worse", { label: "Tone" })];
    expect(summarizeQuality(facts({ guard: guard({ status: "worse", findings }) })).sentence).toBe(
      "v12 is worse than v11. It gave fewer answers that pass “Tone”.",
    );
  });
});
