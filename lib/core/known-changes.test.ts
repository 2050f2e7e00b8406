import fc from "fast-check";
import { expect, test } from "vitest";
import { type Change, KnownChanges } from "./known-changes";

const letters = ["a", "b", "c", "d"];

/** A history of an environment: the subjects of each epoch after the first. Null if they were not recorded. */
const histories = fc.array(fc.option(fc.uniqueArray(fc.constantFrom(...letters), { minLength: 1 }), { freq: 6 }), {
  minLength: 1,
  maxLength: 30,
});
/** Parts of the log as in answers: in any order, repeated, of any length, with missing rows. */
const pieces = fc.array(
  fc.record({ since: fc.nat({ max: 32 }), length: fc.nat({ max: 12 }), pruned: fc.nat({ max: 32 }) }),
  { maxLength: 20 },
);

test("with any parts of the log, a changed entry is never reported as unchanged", () => {
  fc.assert(
    fc.property(
      histories,
      pieces,
      fc.integer({ min: 1, max: 32 }),
      fc.integer({ min: 2, max: 50 }),
      (history, read, first, most) => {
        const last = history.length + 1;
        const began = Math.min(first, last);
        const known = new KnownChanges(began, most);
        const at = (epoch: number): Change => ({ epoch, subjects: history[epoch - 2] ?? null });
        for (const { since, length, pruned } of read) {
          const from = Math.min(since, last);
          const to = Math.min(from + length, last);
          const rows: Change[] = [];
          for (let epoch = from + 1; epoch <= to; epoch++) if (epoch > pruned && epoch > 1) rows.push(at(epoch));
          known.add(from, to, rows);
        }
        for (let epoch = 1; epoch <= known.coveredTo; epoch++)
          for (const letter of letters) {
            const changes = history.slice(epoch - 1, known.coveredTo - 1);
            const hasChanged = changes.some((subjects) => subjects === null || subjects.includes(letter));
            if (hasChanged) expect(known.mayHaveChanged(epoch, ["other", letter])).toBe(true);
          }
      },
    ),
  );
});

test("with a complete log, only changed entries are reported as changed", () => {
  fc.assert(
    fc.property(fc.array(fc.uniqueArray(fc.constantFrom(...letters)), { maxLength: 30 }), (history) => {
      const known = new KnownChanges(1);
      for (const [index, subjects] of history.entries())
        known.add(index + 1, index + 2, [{ epoch: index + 2, subjects }]);
      for (let epoch = 1; epoch <= history.length + 1; epoch++)
        for (const letter of letters)
          expect(known.mayHaveChanged(epoch, [letter])).toBe(
            history.slice(epoch - 1).some((subjects) => subjects.includes(letter)),
          );
    }),
  );
});

test("the stored log is limited: older entries count as changed", () => {
  const known = new KnownChanges(1, 100);
  for (let epoch = 2; epoch <= 1_000; epoch++) known.add(epoch - 1, epoch, [{ epoch, subjects: [`p${epoch}`] }]);
  expect(known.size).toBeLessThanOrEqual(100);
  expect(known.mayHaveChanged(1, ["never changed"])).toBe(true);
  expect(known.mayHaveChanged(990, ["never changed"])).toBe(false);
  expect(known.mayHaveChanged(990, ["p995"])).toBe(true);
});
