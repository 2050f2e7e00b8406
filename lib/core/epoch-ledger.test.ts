import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { EpochLedger, leaseMs } from "./epoch-ledger";

let now = 0;
let ledger: EpochLedger;
beforeEach(() => {
  now = 1_000;
  ledger = new EpochLedger(() => now);
});

test("an epoch is known from what was noted or confirmed, and never falls by an older word", () => {
  ledger.note("e", 5);
  ledger.note("e", 3);
  expect(ledger.of("e").epoch).toBe(5);
  ledger.confirm("e", 4, now - 1); // its statement began before 5 was known
  expect(ledger.of("e").epoch).toBe(5);
  ledger.confirm("e", 6, now);
  expect(ledger.of("e").epoch).toBe(6);
});

test("only Postgres gives a lease, counted from when the question began", () => {
  const state = ledger.of("e");
  ledger.note("e", 5);
  expect(ledger.isLeased(state, now)).toBe(false);
  expect(ledger.isCurrent(state, 5, now)).toBe(false);
  now += 500;
  ledger.confirm("e", 5, 1_200);
  expect(ledger.isCurrent(state, 5, 1_200 + leaseMs - 1)).toBe(true);
  expect(ledger.isCurrent(state, 5, 1_200 + leaseMs)).toBe(false);
  ledger.confirm("e", 5, 1_100); // an answer that was overtaken does not shorten it
  expect(ledger.isLeased(state, 1_200 + leaseMs - 1)).toBe(true);
});

test("an older snapshot neither lowers the epoch nor prolongs the lease", () => {
  ledger.confirm("e", 5, now);
  now += 10;
  ledger.note("e", 6);
  const before = ledger.of("e").checkedAt;
  ledger.confirm("e", 5, now);
  expect(ledger.of("e")).toMatchObject({ epoch: 6, checkedAt: before });
});

test("an entry counts only at the very epoch that is known", () => {
  const state = ledger.confirm("e", 5, now);
  expect([4, 5, 6].map((epoch) => ledger.isCurrent(state, epoch, now))).toEqual([false, true, false]);
  expect(ledger.isCurrent(ledger.of("unknown"), 0, now)).toBe(false);
});

test("a database restored to an older epoch voids everything stamped before", () => {
  const lost = ledger.confirm("e", 9, now);
  now += 10;
  const restored = ledger.confirm("e", 5, now);
  expect(restored).not.toBe(lost);
  expect(ledger.isCurrent(restored, 5, now)).toBe(true);
  // Even when the same number comes again, with other content.
  ledger.confirm("e", 9, now + 1);
  expect(ledger.isCurrent(lost, 9, now)).toBe(false);
});

test("an environment that is gone is forgotten", () => {
  const state = ledger.confirm("e", 5, now);
  ledger.retire("e");
  expect(ledger.isCurrent(state, 5, now)).toBe(false);
  expect(ledger.peek("e")).toBeUndefined();
});

test("environments not used for ten minutes are not asked for", () => {
  ledger.of("idle");
  now += 10 * 60_000;
  ledger.of("busy");
  expect(ledger.active()).toEqual(["busy"]);
});

test("whatever order words of one history come in, the newest stands", () => {
  const words = fc.array(fc.record({ epoch: fc.integer({ min: 1, max: 50 }), isCommit: fc.boolean() }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(words, (history) => {
      const own = new EpochLedger(() => 100);
      // Every statement began before anything was known, so a lower epoch is an older snapshot.
      for (const { epoch, isCommit } of history) isCommit ? own.note("e", epoch) : own.confirm("e", epoch, 50);
      expect(own.of("e").epoch).toBe(Math.max(...history.map(({ epoch }) => epoch)));
    }),
  );
});
