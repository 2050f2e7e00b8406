import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isLocked, lastKnownGood, type Move } from "@/lib/registry/lifecycle";
import { cases } from "@/lib/testing/properties";
import type { MetricFinding, Reading } from "./findings";
import { freshMemory, type GuardMemory } from "./memory";
import { advance, afterRollback, afterStuck, type Check, isOverdue, shownStatus } from "./state";

const start = Date.UTC(2026, 0, 1);
const minute = 60_000;
const at = (minutes: number) => new Date(start + minutes * minute);

type Seen = { readings: Partial<Record<"completion" | "thumbs", Reading>>; fresh?: ("completion" | "thumbs")[] };

const finding = (metric: "completion" | "thumbs", reading: Reading): MetricFinding => ({
  metric,
  label: metric,
  kind: "rate",
  worse: "lower",
  series: "plain",
  needed: 200,
  isConcurrent: false,
  current: { version: 2, value: 0.7, n: 300, users: 300 },
  baseline: { version: 1, value: 0.9, n: 900, users: 900 },
  worsening: 0.2,
  p: 0.0001,
  margin: 0.02,
  critical: 0.08,
  alertLine: null,
  floor: null,
  crossed: null,
  invalidShare: 0,
  reading,
});

function check({ readings, fresh }: Seen, minutes: number, revision = 2): Check {
  const metrics = Object.keys(readings) as ("completion" | "thumbs")[];
  const findings = metrics.map((metric) => finding(metric, readings[metric] ?? "same"));
  const marks = Object.fromEntries((fresh ?? metrics).map((metric) => [metric, at(minutes).toISOString()]));
  return { revision, baselineVersion: 1, isConcurrent: false, findings, fresh: marks };
}

/** Checks in a row, one a minute; gives the steps. */
function play(checks: readonly Seen[], { rollsBack = true, memory = freshMemory(0), from = 0, revision = 2 } = {}) {
  let last = memory;
  return checks.map((seen, index) => {
    const step = advance(last, check(seen, from + index, revision), rollsBack, at(from + index));
    last = step.memory;
    return step;
  });
}
const all = (reading: Reading): Seen => ({ readings: { completion: reading } });

describe("one hit", () => {
  it("is told at once, and once", () => {
    const steps = play([all("worse"), all("worse"), all("worse")]);
    expect(steps.map(({ outcome, tell }) => [outcome, tell])).toEqual([
      ["worse", "worse"],
      ["worse", null],
      ["worse", null],
    ]);
    expect(steps.map(({ memory }) => memory.status)).toEqual(["worse", "worse", "worse"]);
    expect(steps.some(({ isRollbackDue }) => isRollbackDue)).toBe(false);
  });
});

describe("two critical hits in a row on new scores", () => {
  it("roll back; one alone is told", () => {
    expect(play([all("critical"), all("critical")]).map((step) => [step.isRollbackDue, step.tell])).toEqual([
      [false, "worse"],
      [true, null],
    ]);
    const mixed = play([all("critical"), all("worse"), all("critical"), all("critical")]);
    expect(mixed.map((step) => [step.isRollbackDue, step.tell])).toEqual([
      [false, "worse"],
      [false, null],
      [false, null],
      [true, null],
    ]);
  });

  it.each(["same", "better", "not_clear", "waiting", "inconclusive", "no_baseline"] as const)(
    "are none with a look between that reads %s",
    (between) => {
      const steps = play([all("critical"), all(between), all("critical")]);
      expect(steps.map(({ isRollbackDue, tell }) => isRollbackDue || tell)).toEqual(["worse", null, null]);
    },
  );

  it("are none when they are of different metrics", () => {
    const steps = play([
      { readings: { completion: "critical", thumbs: "same" } },
      { readings: { completion: "same", thumbs: "critical" } },
      { readings: { completion: "critical", thumbs: "same" } },
    ]);
    expect(steps.map(({ outcome, isRollbackDue }) => [outcome, isRollbackDue])).toEqual(
      Array.from({ length: 3 }, () => ["worse", false]),
    );
  });

  it("are one when they are on the same scores", () => {
    const again: Seen = { readings: { completion: "critical", thumbs: "same" }, fresh: ["thumbs"] };
    const steps = play([{ readings: { completion: "critical", thumbs: "same" } }, again, again, all("critical")]);
    expect(steps.map(({ isRollbackDue }) => isRollbackDue)).toEqual([false, false, false, true]);
  });

  it("begin anew with another release", () => {
    const [first] = play([all("critical")]);
    const [other] = play([all("critical")], { memory: first?.memory, from: 1, revision: 3 });
    expect(other).toMatchObject({ isRollbackDue: false, outcome: "worse", memory: { revision: 3 } });
  });
});

describe("an episode", () => {
  it("ends after ten calm looks; what comes after is told again", () => {
    const calm = (many: number) => Array.from({ length: many }, (): Reading => "same");
    const readings: Reading[] = ["worse", "worse", ...calm(9), "worse", ...calm(10), "worse"];
    const steps = play(readings.map(all));
    const told = steps.flatMap(({ tell }, index) => (tell ? [index] : []));
    expect(told).toEqual([0, readings.length - 1]);
    expect(steps.at(-1)?.memory.episode).toBe(2);
  });

  it("tells once more when it gets critical and may not roll back", () => {
    const steps = play(
      ["worse", "worse", "critical", "critical", "critical"].map((r) => all(r as Reading)),
      { rollsBack: false },
    );
    expect(steps.map(({ tell }) => tell)).toEqual(["worse", null, null, "critical", null]);
    expect(steps.some(({ isRollbackDue }) => isRollbackDue)).toBe(false);
  });

  it("with nothing to go back to is told once, however long it lasts", () => {
    const [, due] = play([all("critical"), all("critical")]);
    const memory = afterStuck(due?.memory ?? freshMemory(2));
    const after = play(
      Array.from({ length: 5 }, () => all("critical")),
      { memory, from: 2 },
    );
    expect(after.some(({ isRollbackDue, tell }) => isRollbackDue || tell)).toBe(false);
  });
});

describe("the cool-down", () => {
  const restored = afterRollback(3, 30, at(0));

  it("gives what was restored time to settle, and says until when", () => {
    const steps = play([all("critical"), all("critical"), all("critical")], { memory: restored, from: 1, revision: 3 });
    expect(steps.map(({ outcome, tell, isRollbackDue }) => [outcome, tell, isRollbackDue])).toEqual(
      Array.from({ length: 3 }, () => ["cooling_down", null, false]),
    );
    const shown = { isEnabled: true, memory: restored, coolUntil: restored.coolUntil };
    expect(shownStatus(shown)).toBe("rolled_back");
    expect(shownStatus({ ...shown, memory: { ...restored, revision: 4 } })).toBe("cooling_down");
    expect(shownStatus({ ...shown, coolUntil: null })).toBe("waiting");
    expect(shownStatus({ ...shown, isEnabled: false })).toBe("off");
  });

  it("holds a rollback of what was released meanwhile, and tells of it; when it is over nothing new is waited for", () => {
    const steps = play([all("critical"), all("critical")], { memory: restored, from: 1, revision: 4 });
    expect(steps.map(({ outcome, tell, isRollbackDue }) => [outcome, tell, isRollbackDue])).toEqual([
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

it("tells of blind judges once, until they see again", () => {
  const steps = play(["inconclusive", "inconclusive", "same", "inconclusive"].map((r) => all(r as Reading)));
  expect(steps.map(({ isJudgeTold, outcome }) => [isJudgeTold, outcome])).toEqual([
    [true, "inconclusive"],
    [false, "inconclusive"],
    [false, "ok"],
    [true, "inconclusive"],
  ]);
});

it("keeps a check that says something else than the last one, and one every five minutes", () => {
  const steps = play(["same", "same", "same", "same", "same", "same", "worse"].map((r) => all(r as Reading)));
  expect(steps.map(({ isKept }) => isKept)).toEqual([true, false, false, false, false, true, true]);
});

type World = { releases: Move[]; revision: number; live: number; memory: GuardMemory; minutes: number; hits: number };
type Event =
  | { kind: "look"; reading: Reading; isFresh: boolean }
  | { kind: "wait"; minutes: number }
  | { kind: "promote" | "rollback"; version: number };

const events = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant("look" as const),
        reading: fc.constantFrom<Reading>("critical", "critical", "critical", "worse", "same", "waiting"),
        isFresh: fc.boolean(),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant("wait" as const), minutes: fc.integer({ min: 1, max: 40 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constantFrom("promote" as const, "rollback" as const),
        version: fc.integer({ min: 1, max: 5 }),
      }),
    },
  ),
  { minLength: 40, maxLength: 120, size: "max" },
);

function move(world: World, kind: Move["kind"], toVersion: number): void {
  if (toVersion === world.live) return;
  world.releases.unshift({ kind, fromVersion: world.live, toVersion });
  world.live = toVersion;
  world.revision++;
}

it("never flaps, in whatever order things come", () => {
  fc.assert(
    fc.property(events, (all: Event[]) => {
      const world: World = { releases: [], revision: 1, live: 1, memory: freshMemory(0), minutes: 0, hits: 0 };
      world.releases.push({ kind: "promote", fromVersion: null, toVersion: 1 });
      let lastRollback = Number.NEGATIVE_INFINITY;
      let hitsOf = world.revision;
      for (const event of all) {
        if (event.kind === "wait") world.minutes += event.minutes;
        else if (event.kind !== "look") move(world, event.kind, event.version);
        else {
          world.minutes += 1;
          if (hitsOf !== world.revision) [world.hits, hitsOf] = [0, world.revision];
          if (event.isFresh) world.hits = event.reading === "critical" ? world.hits + 1 : 0;
          const seen: Seen = { readings: { completion: event.reading }, ...(event.isFresh ? {} : { fresh: [] }) };
          const step = advance(world.memory, check(seen, world.minutes, world.revision), true, at(world.minutes));
          world.memory = step.memory;
          if (!step.isRollbackDue) continue;
          expect(world.hits).toBeGreaterThanOrEqual(2);
          expect(world.minutes - lastRollback).toBeGreaterThanOrEqual(30);
          const to = lastKnownGood(world.releases, world.live);
          if (to === null) {
            world.memory = afterStuck(step.memory);
            continue;
          }
          expect(isLocked(world.releases, to)).toBe(false);
          const taken = world.releases.find(({ fromVersion, toVersion }) => [fromVersion, toVersion].includes(to));
          expect(taken?.kind.startsWith("auto") && taken.fromVersion === to).toBe(false);
          lastRollback = world.minutes;
          move(world, "auto_rollback", to);
          world.memory = afterRollback(world.revision, 30, at(world.minutes));
        }
      }
    }),
    { numRuns: cases(200) },
  );
});
