import fc from "fast-check";
import { expect, it } from "vitest";
import { isLocked, lastKnownGood, type Move } from "@/lib/registry/lifecycle";
import { at, type CheckInput, check } from "@/lib/testing/guard-checks";
import { cases } from "@/lib/testing/properties";
import type { Reading } from "./findings";
import { freshMemory, type GuardMemory } from "./memory";
import { advance, afterRollback, afterStuck } from "./state";

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

it("never rolls back and forth, in any order of events", () => {
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
          // Checks are a minute apart, so a critical reading without new scores is confirmed.
          else if (event.reading === "critical" && world.hits === 1) world.hits = 2;
          const seen: CheckInput = { readings: { completion: event.reading }, ...(event.isFresh ? {} : { fresh: [] }) };
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
