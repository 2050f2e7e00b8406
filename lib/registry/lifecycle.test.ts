import { describe, expect, it } from "vitest";
import {
  isLocked,
  isOverride,
  lastKnownGood,
  type Move,
  mustMergeFirst,
  previousLive,
  versionStatus,
  wasLive,
  withoutUndone,
} from "./lifecycle";

describe("versionStatus", () => {
  it.each([
    [["development", "production"], true, "production"],
    [["testing", "production"], true, "production"],
    [["development", "testing"], true, "testing"],
    [["development"], true, "archived"],
    [[], true, "archived"],
    [["development"], false, "draft"],
    [[], false, "draft"],
  ] as const)("live in %j, released %s: %s", (liveStages, wasReleased, expected) => {
    expect(versionStatus({ liveStages, wasReleased })).toBe(expected);
  });
});

/** Converts moves in chronological order to the newest-first order of the queries. */
function history(...moves: [Move["kind"], number | null, number][]): Move[] {
  return moves.map(([kind, fromVersion, toVersion]) => ({ kind, fromVersion, toVersion })).reverse();
}

describe("previousLive", () => {
  it("is the version that was live before, by promotion or experiment", () => {
    expect(previousLive(history(["promote", null, 1], ["promote", 1, 2]), 2)).toBe(1);
    expect(previousLive(history(["promote", null, 1], ["experiment", 1, 4]), 4)).toBe(1);
    expect(previousLive(history(["promote", null, 1]), 1)).toBeNull();
    expect(previousLive([], 1)).toBeNull();
  });

  it.each(["rollback", "auto-rollback", "auto_rollback"] as const)(
    "goes further back after a %s, never forward",
    (kind) => {
      const moves = history(["promote", null, 1], ["promote", 1, 2], ["promote", 2, 3], [kind, 3, 2]);
      expect(previousLive(moves, 2)).toBe(1);
      expect(previousLive([{ kind, fromVersion: 2, toVersion: 1 }, ...moves], 1)).toBeNull();
    },
  );

  it("takes the newest promotion of a version promoted twice", () => {
    expect(previousLive(history(["promote", null, 1], ["promote", 1, 2], ["promote", 2, 1]), 1)).toBe(2);
  });
});

it("wasLive is true for every version that was ever live there", () => {
  const moves = history(["promote", null, 1], ["promote", 1, 3], ["rollback", 3, 1]);
  expect([1, 2, 3].map((version) => wasLive(moves, version))).toEqual([true, false, true]);
});

it.each([
  [{ override: true, missing: ["approval"] }, true],
  [{ override: false }, false],
  [{ undoes: "r" }, false],
  [null, false],
] as const)("isOverride of a release with the evidence %j: %s", (evidence, expected) => {
  expect(isOverride({ evidence })).toBe(expected);
});

describe("mustMergeFirst", () => {
  it("applies to a draft copy's version in protected environments only", () => {
    const ofCopy = { draftCopy: { name: "Warmer" } };
    expect(mustMergeFirst(ofCopy, { isProtected: true })).toBe(true);
    expect(mustMergeFirst(ofCopy, { isProtected: false })).toBe(false);
    expect(mustMergeFirst({ draftCopy: null }, { isProtected: true })).toBe(false);
  });
});

describe("an undo", () => {
  const undo = { undoes: 3 };
  const moves = (...list: [Move["kind"], number | null, number, object?][]): Move[] =>
    list.map(([kind, fromVersion, toVersion, evidence]) => ({ kind, fromVersion, toVersion, evidence })).reverse();

  it("excludes the version that was undone as a target, in either direction", () => {
    const back = moves(["promote", null, 1], ["promote", 1, 3], ["promote", 3, 2], ["promote", 2, 3, undo]);
    expect(lastKnownGood(back, 3)).toBe(1);
    expect(previousLive(back, 3)).toBe(1);
    const forth = moves(["promote", null, 1], ["promote", 1, 2], ["rollback", 2, 1, undo], ["promote", 1, 3]);
    expect(lastKnownGood(forth, 3)).toBe(1);
  });

  it("excludes only the release before it", () => {
    const list = moves(["promote", null, 1], ["promote", 1, 2], ["rollback", 2, 1], ["promote", 1, 2, undo]);
    expect(withoutUndone(list).map(({ toVersion }) => toVersion)).toEqual([2, 1]);
    expect(lastKnownGood(list, 2)).toBe(1);
  });
});

describe("lastKnownGood", () => {
  it("is the version that was live before, or null", () => {
    expect(lastKnownGood(history(["promote", null, 1], ["promote", 1, 2]), 2)).toBe(1);
    expect(lastKnownGood(history(["promote", null, 1]), 1)).toBeNull();
    expect(lastKnownGood([], 1)).toBeNull();
  });

  it("skips versions that were rolled back, by anyone", () => {
    for (const kind of ["rollback", "auto_rollback"] as const) {
      const moves = history(
        ["promote", null, 1],
        ["promote", 1, 2],
        ["promote", 2, 3],
        [kind, 3, 2],
        [kind, 2, 1],
        ["rollback", 1, 3],
      );
      expect(lastKnownGood(moves, 3)).toBe(1);
    }
    const alone = history(
      ["promote", null, 2],
      ["promote", 2, 3],
      ["auto_rollback", 3, 2],
      ["auto_rollback", 2, 1],
      ["rollback", 1, 3],
    );
    expect(lastKnownGood(alone, 3)).toBeNull();
  });

  it("includes a version that a person promoted again", () => {
    const moves = history(
      ["promote", null, 1],
      ["promote", 1, 2],
      ["auto_rollback", 2, 1],
      ["promote", 1, 2],
      ["promote", 2, 3],
    );
    expect(isLocked(moves, 2)).toBe(false);
    expect(lastKnownGood(moves, 3)).toBe(2);
    const byHand = history(
      ["promote", null, 1],
      ["promote", 1, 2],
      ["auto_rollback", 2, 1],
      ["rollback", 1, 2],
      ["promote", 2, 3],
    );
    expect(isLocked(byHand, 2)).toBe(true);
    expect(lastKnownGood(byHand, 3)).toBe(1);
  });

  it("includes a version that an experiment released again", () => {
    const moves = history(
      ["promote", null, 1],
      ["promote", 1, 2],
      ["auto_rollback", 2, 1],
      ["experiment", 1, 2],
      ["promote", 2, 3],
    );
    expect(isLocked(moves, 2)).toBe(false);
    expect(lastKnownGood(moves, 3)).toBe(2);
  });

  it("ends if versions refer to each other in a circle", () => {
    const moves = history(["promote", 2, 1], ["promote", 1, 2], ["auto_rollback", 2, 1], ["auto_rollback", 1, 2]);
    expect(lastKnownGood(moves, 2)).toBeNull();
  });
});
