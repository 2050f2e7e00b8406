import { describe, expect, it } from "vitest";
import type { GatedDimension, GateResult } from "@/lib/registry/gate/result";
import type { RunView } from "../runs/types";
import type { Comparison } from "./queries/whole";
import { describeRun } from "./run-summary";

const run = (more: Partial<RunView> = {}) =>
  ({
    id: "run",
    prompt: "support/triage",
    version: 5,
    environment: "production",
    trigger: "save",
    status: "finished",
    statusReason: "",
    inconclusive: null,
    progress: { done: 40, total: 108, failed: 0, secondsLeft: null },
    ...more,
  }) as RunView;

const even = { score: 1, baselineScore: 1, broken: 0, fixed: 0, same: 36 };
const comparison = (more: Partial<Comparison> = {}): Comparison => ({
  run: { id: "run", prompt: "support/triage", version: 5, revision: 1, status: "draft" },
  baseline: { id: "other", prompt: "support/triage", version: 2, revision: 1, status: "production" },
  counts: { all: 36, broken: 0, fixed: 0, same: 36, new: 0, failed: 0 },
  gone: 0,
  dimensions: { accuracy: even, format: even, safety: even, consistency: even },
  ...more,
});

const row = (dimension: GatedDimension["dimension"], more: Partial<GatedDimension> = {}): GatedDimension => ({
  dimension,
  score: 1,
  baselineScore: 1,
  minimum: 0.9,
  fixed: 0,
  broken: 0,
  same: 36,
  p: 1,
  passes: true,
  ...more,
});
const gate = (more: Partial<GateResult> = {}): GateResult => ({
  state: "passed",
  environment: "production",
  version: 5,
  liveVersion: 2,
  reasons: [],
  comparison: null,
  suite: {
    id: "s",
    name: "Triage",
    revision: 1,
    scorersHash: "0",
    casesChangedBy: null,
    scorersChangedBy: null,
    approvedBy: null,
  },
  brokenCases: [],
  baseline: null,
  run: {
    id: "run",
    status: "finished",
    progress: { done: 108, total: 108 },
    finishedAt: null,
    repeats: 3,
    isStandIn: false,
  },
  dimensions: [row("accuracy"), row("format")],
  ...more,
});
const title = (known: Partial<Parameters<typeof describeRun>[0]>) =>
  describeRun({ run: run(), gate: null, comparison: comparison(), ...known });

describe("the summary of a run", () => {
  it("states first what a blocked version breaks, significant dimensions first", () => {
    const reasons = [{ dimension: "format", code: "worse_than_live", message: "Worse than v2 in format." }] as const;
    const dimensions = [
      row("accuracy", { passes: false, broken: 7, fixed: 8 }),
      row("format", { passes: false, broken: 6 }),
      row("safety"),
    ];
    const summary = title({ gate: gate({ state: "failed", reasons: [...reasons], dimensions }) });
    expect(summary).toMatchObject({ tone: "blocked", kicker: "Gate: blocked", isBlocked: true });
    expect(summary.title).toBe("v5 cannot go to production. It breaks the format in 6 cases.");
    expect(summary.text).toEqual(["Worse than v2 in format.", "Safety passes."]);
    const low = gate({ state: "failed", dimensions: [row("accuracy", { passes: false }), row("format")] });
    expect(title({ gate: low }).title).toBe("v5 cannot go to production. Accuracy is below the minimum.");
  });

  it("states that a version may be released, and what it fixes", () => {
    const found = { fixed: 4, broken: 1, same: 7, p: 0.97, sentence: "Not worse.", sensitivity: "It would notice." };
    const summary = title({ gate: gate({ comparison: found }) });
    expect(summary).toMatchObject({ tone: "passes", isBlocked: false });
    expect(summary.title).toBe("v5 may go to production. It fixes 4 cases and breaks 1.");
    expect(title({ gate: gate() }).title).toBe("v5 may go to production.");
  });

  it.each([
    ["queued", "running", "v5 is queued."],
    ["running", "running", "v5 is being evaluated."],
    ["cancelled", "none", "v5 was evaluated only in part."],
    ["failed", "none", "The evaluation of v5 stopped after 40 of 108 answers."],
  ] as const)("contains no verdict if the run is %s", (status, tone, words) => {
    const summary = title({ run: run({ status }), gate: gate() });
    expect(summary).toMatchObject({ tone, title: words, isBlocked: false });
  });

  it("states if there is no verdict, if the gate waits, and if it uses another run", () => {
    const reasons = [{ dimension: null, code: "too_many_invalid" as const, message: "Too many." }];
    expect(title({ gate: gate({ state: "inconclusive", reasons }) })).toMatchObject({
      tone: "none",
      text: ["Too many."],
    });
    expect(title({ gate: gate({ state: "missing" }) }).title).toBe("v5 cannot go to production yet.");
    expect(title({ gate: gate({ state: "running" }) }).tone).toBe("running");
    const newer = gate({ run: { ...(gate().run as NonNullable<GateResult["run"]>), id: "newer" } });
    expect(title({ gate: newer })).toMatchObject({ tone: "none", kicker: "Gate: decided by a newer run" });
  });

  it("compares without a gate, or describes the version alone", () => {
    const counts = { all: 36, broken: 2, fixed: 0, same: 34, new: 0, failed: 3 };
    const dimensions = { ...comparison().dimensions, format: { ...even, broken: 2 } };
    const summary = title({ comparison: comparison({ counts, dimensions }) });
    expect(summary).toMatchObject({ tone: "even", title: "v5 breaks 2 cases and fixes none." });
    expect(summary.text[0]).toBe("Format broke in 2 cases.");
    expect(title({}).title).toBe("v5 does as well as v2 in every case.");
    const failing = { ...counts, broken: 0, same: 36, failed: 36 };
    expect(title({ comparison: comparison({ counts: failing }) }).title).toBe("Both fail all 36 cases.");
    const partly = comparison({ counts: { ...failing, same: 30, new: 6 } });
    expect(title({ comparison: partly }).title).toBe("v5 does as well as v2 in every case.");
    const alone = comparison({ counts: failing, baseline: null });
    expect(title({ comparison: alone }).title).toBe("v5 fails all 36 cases.");
    expect(title({ comparison: comparison({ counts, baseline: null }) }).title).toBe("v5 passes 33 of 36 cases.");
    expect(title({ run: run({ inconclusive: "Half of it failed." }) })).toMatchObject({ tone: "none" });
  });
});
