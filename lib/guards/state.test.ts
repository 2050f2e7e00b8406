import { describe, expect, it } from "vitest";
import { all, at, type CheckInput, check, finding, play } from "@/lib/testing/guard-checks";
import type { Reading } from "./findings";
import { freshMemory } from "./memory";
import { advance, afterRollback, afterStuck, isConfirmedByQuiet, isOverdue, shownStatus } from "./state";

describe("one bad check", () => {
  it("raises an alert immediately, and only one", () => {
    const steps = play([all("worse"), all("worse"), all("worse")]);
    expect(steps.map(({ outcome, alert }) => [outcome, alert])).toEqual([
      ["worse", "worse"],
      ["worse", null],
      ["worse", null],
    ]);
    expect(steps.map(({ memory }) => memory.status)).toEqual(["worse", "worse", "worse"]);
    expect(steps.some(({ isRollbackDue }) => isRollbackDue)).toBe(false);
  });
});

describe("the rollback after two critical checks", () => {
  it("needs two critical checks in a row; one alone only raises an alert", () => {
    expect(play([all("critical"), all("critical")]).map((step) => [step.isRollbackDue, step.alert])).toEqual([
      [false, "worse"],
      [true, null],
    ]);
    const mixed = play([all("critical"), all("worse"), all("critical"), all("critical")]);
    expect(mixed.map((step) => [step.isRollbackDue, step.alert])).toEqual([
      [false, "worse"],
      [false, null],
      [false, null],
      [true, null],
    ]);
  });

  it.each(["same", "better", "not_clear", "waiting", "inconclusive", "no_baseline"] as const)(
    "does not happen if a check between them reads %s",
    (between) => {
      const steps = play([all("critical"), all(between), all("critical")]);
      expect(steps.map(({ isRollbackDue, alert }) => isRollbackDue || alert)).toEqual(["worse", null, null]);
    },
  );

  it("does not happen if the checks are critical in different metrics", () => {
    const steps = play([
      { readings: { completion: "critical", thumbs: "same" } },
      { readings: { completion: "same", thumbs: "critical" } },
      { readings: { completion: "critical", thumbs: "same" } },
    ]);
    expect(steps.map(({ outcome, isRollbackDue }) => [outcome, isRollbackDue])).toEqual(
      Array.from({ length: 3 }, () => ["worse", false]),
    );
  });

  const sameScores: CheckInput = { readings: { completion: "critical", thumbs: "same" }, fresh: ["thumbs"] };

  it("does not happen if the second check has no new scores and less than a minute passed", () => {
    const [first] = play([all("critical")]);
    const again = play([sameScores], { memory: first?.memory, from: 0.9 });
    expect(again.map(({ isRollbackDue }) => isRollbackDue)).toEqual([false]);
    expect(isConfirmedByQuiet(first?.memory ?? freshMemory(2), at(0.9))).toBe(false);
  });

  it("needs only one critical check if no score arrives for a minute after it", () => {
    const [first] = play([all("critical")]);
    const memory = first?.memory ?? freshMemory(2);
    expect(isConfirmedByQuiet(memory, at(1))).toBe(true);
    expect(play([sameScores], { memory, from: 1 })[0]).toMatchObject({ isRollbackDue: true, outcome: "critical" });
    expect(play([{ readings: { completion: "worse" }, fresh: [] }], { memory, from: 1 })[0]?.isRollbackDue).toBe(false);
    expect(
      play([{ readings: { completion: "critical" } }], { memory, from: 1, rollsBack: false })[0]?.isRollbackDue,
    ).toBe(false);
  });

  it("is not confirmed early during a cool-down, or without a version to return to", () => {
    const [first] = play([all("critical")]);
    const memory = first?.memory ?? freshMemory(2);
    expect(isConfirmedByQuiet({ ...memory, coolUntil: at(5).toISOString() }, at(4))).toBe(false);
    expect(isConfirmedByQuiet({ ...memory, coolUntil: at(5).toISOString() }, at(5))).toBe(true);
    expect(isConfirmedByQuiet(afterStuck(memory), at(4))).toBe(false);
    const [worse] = play([all("worse")]);
    expect(isConfirmedByQuiet(worse?.memory ?? memory, at(4))).toBe(false);
  });

  it("starts counting again after another release", () => {
    const [first] = play([all("critical")]);
    const [other] = play([all("critical")], { memory: first?.memory, from: 1, revision: 3 });
    expect(other).toMatchObject({ isRollbackDue: false, outcome: "worse", memory: { revision: 3 } });
  });
});

describe("an episode", () => {
  it("ends after ten checks without a bad reading; a later bad check raises a new alert", () => {
    const calm = (many: number) => Array.from({ length: many }, (): Reading => "same");
    const readings: Reading[] = ["worse", "worse", ...calm(9), "worse", ...calm(10), "worse"];
    const steps = play(readings.map(all));
    const alerted = steps.flatMap(({ alert }, index) => (alert ? [index] : []));
    expect(alerted).toEqual([0, readings.length - 1]);
    expect(steps.at(-1)?.memory.episode).toBe(2);
  });

  it("raises a second alert when it becomes critical and rollback is off", () => {
    const steps = play(
      ["worse", "worse", "critical", "critical", "critical"].map((r) => all(r as Reading)),
      { rollsBack: false },
    );
    expect(steps.map(({ alert }) => alert)).toEqual(["worse", null, null, "critical", null]);
    expect(steps.some(({ isRollbackDue }) => isRollbackDue)).toBe(false);
  });

  it("raises one alert if there is no version to return to, however long it lasts", () => {
    const [, due] = play([all("critical"), all("critical")]);
    const memory = afterStuck(due?.memory ?? freshMemory(2));
    const after = play(
      Array.from({ length: 5 }, () => all("critical")),
      { memory, from: 2 },
    );
    expect(after.some(({ isRollbackDue, alert }) => isRollbackDue || alert)).toBe(false);
  });
});

describe("the cool-down", () => {
  const restored = afterRollback(3, 30, at(0));

  it("does not act on the restored version, and shows when it ends", () => {
    const steps = play([all("critical"), all("critical"), all("critical")], { memory: restored, from: 1, revision: 3 });
    expect(steps.map(({ outcome, alert, isRollbackDue }) => [outcome, alert, isRollbackDue])).toEqual(
      Array.from({ length: 3 }, () => ["cooling_down", null, false]),
    );
    const shown = { isEnabled: true, memory: restored, coolUntil: restored.coolUntil };
    expect(shownStatus(shown)).toBe("rolled_back");
    expect(shownStatus({ ...shown, memory: { ...restored, revision: 4 } })).toBe("cooling_down");
    expect(shownStatus({ ...shown, coolUntil: null })).toBe("waiting");
    expect(shownStatus({ ...shown, isEnabled: false })).toBe("off");
  });

  it("delays the rollback of a later release and raises an alert; afterwards the rollback needs no new scores", () => {
    const steps = play([all("critical"), all("critical")], { memory: restored, from: 1, revision: 4 });
    expect(steps.map(({ outcome, alert, isRollbackDue }) => [outcome, alert, isRollbackDue])).toEqual([
      ["worse", "worse", false],
      ["cooling_down", "critical", false],
    ]);
    const memory = steps.at(-1)?.memory ?? restored;
    expect([isOverdue(memory, at(29)), isOverdue(memory, at(30))]).toEqual([false, true]);
    const late = advance(memory, check({ readings: { completion: "critical" }, fresh: [] }, 31, 4), true, at(31));
    expect(late.isRollbackDue).toBe(true);
    const better = advance(memory, check({ readings: { completion: "same" }, fresh: [] }, 31, 4), true, at(31));
    expect(better.isRollbackDue).toBe(false);
  });
});

it("raises one alert for judges without a verdict, until they give verdicts again", () => {
  const steps = play(["inconclusive", "inconclusive", "same", "inconclusive"].map((r) => all(r as Reading)));
  expect(steps.map(({ isJudgeAlertDue, outcome }) => [isJudgeAlertDue, outcome])).toEqual([
    [true, "inconclusive"],
    [false, "inconclusive"],
    [false, "ok"],
    [true, "inconclusive"],
  ]);
});

it("stores a check whose outcome changed, and one every five minutes", () => {
  const steps = play(["same", "same", "same", "same", "same", "same", "worse"].map((r) => all(r as Reading)));
  expect(steps.map(({ isStored }) => isStored)).toEqual([true, false, false, false, false, true, true]);
});

describe("the memory between checks", () => {
  it("contains the findings, the status, and when the status began", () => {
    const [first, second, third] = play([all("same"), all("same"), all("worse")]);
    expect(first?.memory).toMatchObject({
      revision: 2,
      baselineVersion: 1,
      isConcurrent: false,
      status: "watching",
      statusSince: at(0).toISOString(),
      seen: { completion: at(0).toISOString() },
    });
    expect(first?.memory.findings).toHaveLength(1);
    expect(second?.memory).toMatchObject({ statusSince: at(0).toISOString(), calm: 2 });
    expect(third?.memory).toMatchObject({ status: "worse", statusSince: at(2).toISOString(), told: "worse", calm: 0 });
    expect(third?.memory.hits).toEqual({ completion: { worse: 1, critical: 0, firstAt: at(2).toISOString() } });
  });

  it("keeps the times of metrics without new scores", () => {
    const both: CheckInput = { readings: { completion: "same", thumbs: "same" } };
    const [, second] = play([both, { ...both, fresh: ["thumbs"] }]);
    expect(second?.memory.seen).toEqual({ completion: at(0).toISOString(), thumbs: at(1).toISOString() });
  });

  it("does not count a check without new scores as calm", () => {
    const steps = play([all("same"), { ...all("same"), fresh: [] }, all("same")]);
    expect(steps.map(({ memory }) => memory.calm)).toEqual([1, 1, 2]);
  });

  it("contains when a series of bad checks began, and its length", () => {
    const steps = play([all("worse"), all("critical"), { ...all("worse"), fresh: [] }]);
    expect(steps.at(-1)?.memory.hits).toEqual({
      completion: { worse: 2, critical: 1, firstAt: at(0).toISOString() },
    });
  });

  it("is reset by another release, except for the cool-down and the episode number", () => {
    const before = { ...afterRollback(2, 30, at(0)), episode: 4, told: "worse" as const, calm: 7 };
    const [step] = play([all("same")], { memory: before, from: 1, revision: 3 });
    expect(step?.memory).toMatchObject({
      revision: 3,
      episode: 4,
      told: null,
      calm: 1,
      coolUntil: before.coolUntil,
      restoredRevision: 2,
      statusSince: at(1).toISOString(),
    });
  });

  it("starts a new episode from zero after an episode ends", () => {
    const steps = play([all("worse"), ...Array.from({ length: 10 }, () => all("same"))]);
    expect(steps.at(-2)?.memory).toMatchObject({ told: "worse", calm: 9, episode: 1 });
    expect(steps.at(-1)?.memory).toMatchObject({ told: null, calm: 0, episode: 2 });
    // Without an alert there is no episode that could end.
    const calm = play(Array.from({ length: 12 }, () => all("same"))).at(-1);
    expect(calm?.memory).toMatchObject({ calm: 12, episode: 1 });
  });

  it("contains the last stored check", () => {
    const [, second] = play([all("same"), all("same")]);
    expect(second?.memory.kept).toEqual({ outcome: "ok", at: at(0).toISOString() });
    const late = advance(second?.memory ?? freshMemory(2), check(all("same"), 5), true, at(5));
    expect([late.isStored, late.memory.kept?.at]).toEqual([true, at(5).toISOString()]);
  });
});

describe("the time since which a guard has its status", () => {
  it("is the first check, also if that check is still waiting", () => {
    const [first, second] = play([all("waiting"), all("waiting")]);
    expect(first?.memory).toMatchObject({ status: "waiting", statusSince: at(0).toISOString() });
    expect(second?.memory.statusSince).toBe(at(0).toISOString());
  });

  it("is the new release, even if the status before it was the same", () => {
    const [first] = play([all("same")]);
    const [other] = play([all("same")], { memory: first?.memory, from: 1, revision: 3 });
    expect(other?.memory).toMatchObject({ status: "watching", statusSince: at(1).toISOString(), calm: 1 });
  });

  it("has the status inconclusive while judges give no verdict", () => {
    const [step] = play([all("inconclusive")]);
    expect(step?.memory.status).toBe("inconclusive");
  });
});

it("stores the version it compared with, and whether both were served at the same time", () => {
  const concurrent = { ...check(all("same"), 0), baselineVersion: 7, isConcurrent: true };
  expect(advance(freshMemory(0), concurrent, true, at(0)).memory).toMatchObject({
    baselineVersion: 7,
    isConcurrent: true,
  });
});

it("rolls back again from the end of the cool-down on, also the restored version", () => {
  const restored = afterRollback(3, 30, at(0));
  const settling = play([all("critical"), all("critical")], { memory: restored, from: 28, revision: 3 });
  expect(settling.map(({ outcome, isRollbackDue }) => [outcome, isRollbackDue])).toEqual([
    ["cooling_down", false],
    ["cooling_down", false],
  ]);
  const [over] = play([all("critical")], { memory: settling.at(-1)?.memory, from: 30, revision: 3 });
  expect(over).toMatchObject({ outcome: "critical", isRollbackDue: true, alert: null, isStored: true });
});

it("reports the status of another release during the cool-down, until a rollback is due", () => {
  const restored = afterRollback(3, 30, at(0));
  const [fine] = play([all("same")], { memory: restored, from: 1, revision: 4 });
  expect(fine).toMatchObject({ outcome: "ok", alert: null });
  const [settling] = play([all("same")], { memory: restored, from: 1, revision: 3 });
  expect(settling).toMatchObject({ outcome: "cooling_down", memory: { status: "watching" } });
});

it("stores a check that leads to an action, even if its outcome did not change", () => {
  const [, due] = play([all("critical"), all("critical")]);
  expect(due).toMatchObject({ outcome: "critical", isRollbackDue: true, alert: null });
  const watched = advance(due?.memory ?? freshMemory(2), check(all("critical"), 2), false, at(2));
  expect(watched).toMatchObject({ outcome: "critical", isRollbackDue: false, alert: "critical", isStored: true });
  const again = advance(watched.memory, check(all("critical"), 3), true, at(3));
  expect(again).toMatchObject({ outcome: "critical", isRollbackDue: true, alert: null, isStored: true });
  const step = advance(watched.memory, check(all("critical"), 3), false, at(3));
  expect(step).toMatchObject({ outcome: "critical", alert: null, isStored: false });
});

it("reports suspect for a bad reading of scores that were already checked", () => {
  const [step] = play([{ ...all("critical"), fresh: [] }]);
  expect(step).toMatchObject({ outcome: "suspect", alert: null, isRollbackDue: false, memory: { status: "suspect" } });
  const [worse] = play([{ ...all("worse"), fresh: [] }]);
  expect(worse?.outcome).toBe("suspect");
});

it("reports suspect while a metric with a bad reading has no new scores", () => {
  const [, second] = play([
    { readings: { completion: "worse", thumbs: "same" } },
    { readings: { completion: "same", thumbs: "same" }, fresh: ["thumbs"] },
  ]);
  expect(second).toMatchObject({ outcome: "suspect", memory: { calm: 0 } });
});

describe("a guard that may not roll back at the moment", () => {
  const [, due] = play([all("critical"), all("critical")]);
  const memory = due?.memory ?? freshMemory(2);

  it("is overdue after its cool-down, if it is not stuck and the last reading is bad", () => {
    const cooling = { ...memory, coolUntil: at(30).toISOString() };
    expect(isOverdue(cooling, at(31))).toBe(true);
    expect(isOverdue({ ...cooling, isStuck: true }, at(31))).toBe(false);
    expect(isOverdue({ ...cooling, findings: [finding("completion", "same")] }, at(31))).toBe(false);
    expect(isOverdue({ ...cooling, coolUntil: null }, at(31))).toBe(false);
  });

  it("is stuck after it found no version to return to, and has raised its alert", () => {
    expect(afterStuck(memory)).toEqual({ ...memory, isStuck: true, told: "critical" });
  });
});

it("shows a status before its first check, too", () => {
  const memory = { status: "worse", revision: 3, restoredRevision: null } as const;
  expect(shownStatus({ isEnabled: true, memory, coolUntil: null })).toBe("worse");
  expect(shownStatus({ isEnabled: true, memory: null, coolUntil: null })).toBe("waiting");
  expect(shownStatus({ isEnabled: true, memory: null, coolUntil: at(1).toISOString() })).toBe("cooling_down");
});

it("keeps only the end of the cool-down after its own rollback", () => {
  expect(afterRollback(3, 30, at(0))).toEqual({
    ...freshMemory(3),
    coolUntil: at(30).toISOString(),
    restoredRevision: 3,
    statusSince: at(0).toISOString(),
  });
});
