import { describe, expect, it } from "vitest";
import { fateWords, lockedVersions, versionFates } from "./version-fates";
import type { ReleaseView } from "./views";

let hour = 0;
const release = (kind: ReleaseView["kind"], fromVersion: number | null, toVersion: number): ReleaseView => ({
  id: `${hour}`,
  prompt: "a",
  environment: "production",
  kind,
  fromVersion,
  toVersion,
  revision: 1,
  actor: { kind: "user", id: null, name: "Mara" },
  reason: "",
  at: new Date(Date.UTC(2026, 0, 1, hour++)).toISOString(),
});

describe("versionFates", () => {
  it("ignores a version whose promotion was undone", () => {
    const undone = { ...release("rollback", 2, 1), evidence: { undoes: 2 } };
    const releases = [release("promote", null, 1), release("promote", 1, 2), undone].reverse();
    expect(versionFates(releases, "production").size).toBe(0);
  });

  it("lists which versions were rolled back, how, and after how long", () => {
    const releases = [
      release("promote", null, 1),
      release("promote", 1, 2),
      release("rollback", 2, 1),
      release("promote", 1, 3),
      release("auto-rollback", 3, 1),
    ].reverse();
    expect([...versionFates(releases, "production")]).toEqual([
      [3, { isByItself: true, afterMs: 3_600_000 }],
      [2, { isByItself: false, afterMs: 3_600_000 }],
    ]);
    expect(versionFates(releases, "staging").size).toBe(0);
  });

  it("ignores a version skipped by a further rollback", () => {
    const releases = [release("promote", 1, 2), release("rollback", 2, 1), release("rollback", 1, 0)].reverse();
    expect([...versionFates(releases, "production").keys()]).toEqual([2]);
  });
});

it("lists versions that only a person can promote again", () => {
  const back = [release("promote", 1, 2), release("auto-rollback", 2, 1)].reverse();
  expect(lockedVersions(back, "production")).toEqual([2]);
  expect(lockedVersions(back, "staging")).toEqual([]);
  expect(lockedVersions([release("promote", 1, 2), ...back], "production")).toEqual([]);
});

it("describes it, with the time in one unit", () => {
  const words = (afterMs: number | null, isByItself = false) => fateWords({ isByItself, afterMs });
  expect([words(30_000), words(180_000), words(2.5 * 3_600_000, true), words(72 * 3_600_000), words(null)]).toEqual([
    "rolled back within a minute",
    "rolled back after 3\u00a0min",
    "rolled back automatically after 2\u00a0h",
    "rolled back after 3\u00a0d",
    "rolled back",
  ]);
});
