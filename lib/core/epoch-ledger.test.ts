import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { EpochLedger, type EpochState, isBehindLog, leaseMs } from "./epoch-ledger";

let now = 0;
let ledger: EpochLedger;
/** Whether an entry read at this epoch, which depends on `p`, may be served. */
const holds = (state: EpochState, epoch: number, at: number, subjects = ["p"]) =>
  ledger.isCurrent({ state, epoch, subjects }, at);

beforeEach(() => {
  now = 1_000;
  ledger = new EpochLedger(() => now);
});

test("an epoch is the highest that was announced or confirmed", () => {
  ledger.note("e", 5);
  ledger.note("e", 3);
  expect(ledger.of("e").epoch).toBe(5);
  ledger.confirm("e", 4, now - 1); // the statement began before 5 was known
  expect(ledger.of("e").epoch).toBe(5);
  ledger.confirm("e", 6, now);
  expect(ledger.of("e").epoch).toBe(6);
});

test("only PostgreSQL gives a lease, counted from the start of the query", () => {
  const state = ledger.of("e");
  ledger.note("e", 5);
  expect(ledger.isLeased(state, now)).toBe(false);
  expect(holds(state, 5, now)).toBe(false);
  now += 500;
  ledger.confirm("e", 5, 1_200);
  expect(holds(state, 5, 1_200 + leaseMs - 1)).toBe(true);
  expect(holds(state, 5, 1_200 + leaseMs)).toBe(false);
  ledger.confirm("e", 5, 1_100); // an older answer does not shorten the lease
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

test("without a list of changes, an entry is current only at the known epoch", () => {
  const state = ledger.confirm("e", 5, now);
  expect([4, 5, 6].map((epoch) => holds(state, epoch, now))).toEqual([false, true, false]);
  expect(holds(ledger.of("unknown"), 0, now)).toBe(false);
});

describe("an entry that a change does not affect", () => {
  test("is current at the new epoch, and is stamped with it", () => {
    const state = ledger.confirm("e", 5, now);
    const [changed, other] = [["p"], ["q"]].map((subjects) => ({ state, epoch: 5, subjects }));
    ledger.note("e", 6, ["p", "a name"]);
    if (!changed || !other) throw new Error("two were made");
    expect(ledger.isCurrent(changed, now)).toBe(false);
    expect(ledger.isCurrent(other, now)).toBe(true);
    expect([changed.epoch, other.epoch]).toEqual([5, 6]);
    expect(holds(state, 5, now, ["q", "a name"])).toBe(false);
    expect(holds(state, 6, now)).toBe(true);
  });

  test("is not current while the changes are unknown", () => {
    const state = ledger.confirm("e", 5, now);
    ledger.confirm("e", 7, now);
    expect([isBehindLog(state), holds(state, 5, now, ["q"])]).toEqual([true, false]);
    ledger.note("e", 7, ["p"]); // 6 is still missing
    expect(holds(state, 5, now, ["q"])).toBe(false);
    const changes = [6, 7].map((epoch) => ({ epoch, subjects: ["p"] }));
    ledger.learn("e", { epoch: 7, since: 5, changes }, now);
    expect([isBehindLog(state), holds(state, 5, now, ["q"]), holds(state, 5, now)]).toEqual([false, true, false]);
  });

  test("is not current after a gap in the log or a change of everything, unless read afterwards", () => {
    const state = ledger.confirm("e", 5, now);
    ledger.learn("e", { epoch: 8, since: 5, changes: [{ epoch: 8, subjects: ["p"] }] }, now);
    expect([5, 6, 7].map((epoch) => holds(state, epoch, now, ["q"]))).toEqual([false, false, true]);
    ledger.note("e", 9, null);
    expect([7, 8, 9].map((epoch) => holds(state, epoch, now, ["q"]))).toEqual([false, false, true]);
  });

  test("is current from before this process knew the environment, once the log was read", () => {
    const state = ledger.confirm("e", 8, now);
    expect(ledger.sinceOf("e")).toBe(0);
    expect(holds(state, 6, now, ["q"])).toBe(false);
    const changes = [8, 7].map((epoch) => ({ epoch, subjects: [`p${epoch}`] }));
    ledger.learn("e", { epoch: 8, since: 0, changes }, now);
    expect([5, 6, 7].map((epoch) => holds(state, epoch, now, ["q"]))).toEqual([false, true, true]);
    expect([6, 7].map((epoch) => holds(state, epoch, now, ["p7"]))).toEqual([false, true]);
    expect(ledger.sinceOf("e")).toBe(8);
  });
});

test("a database restored to an older epoch invalidates everything stamped before", () => {
  const lost = ledger.confirm("e", 9, now);
  now += 10;
  const restored = ledger.confirm("e", 5, now);
  expect(restored).not.toBe(lost);
  expect(holds(restored, 5, now)).toBe(true);
  // Even if the same number returns with other content.
  ledger.confirm("e", 9, now + 1);
  expect(holds(lost, 9, now)).toBe(false);
});

test("a deleted environment is removed", () => {
  const state = ledger.confirm("e", 5, now);
  ledger.retire("e");
  expect(holds(state, 5, now)).toBe(false);
  expect(ledger.peek("e")).toBeUndefined();
});

test("environments not used for ten minutes are not checked", () => {
  ledger.of("idle");
  now += 10 * 60_000;
  ledger.of("busy");
  expect(ledger.active()).toEqual(["busy"]);
});

test("announcements in any order result in the newest epoch", () => {
  const words = fc.array(fc.record({ epoch: fc.integer({ min: 1, max: 50 }), isCommit: fc.boolean() }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(words, (history) => {
      const own = new EpochLedger(() => 100);
      // Every statement began before any epoch was known, so a lower epoch is an older snapshot.
      for (const { epoch, isCommit } of history) isCommit ? own.note("e", epoch) : own.confirm("e", epoch, 50);
      expect(own.of("e").epoch).toBe(Math.max(...history.map(({ epoch }) => epoch)));
    }),
  );
});
