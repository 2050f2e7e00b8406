import { describe, expect, it } from "vitest";
import type { ReleaseView } from "@/lib/registry/views";
import { lengthWords, versionFates } from "./version-fates";

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
  it("says which versions were taken back, how, and after how long", () => {
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

  it("does not hold going back further against the version passed through", () => {
    const releases = [release("promote", 1, 2), release("rollback", 2, 1), release("rollback", 1, 0)].reverse();
    expect([...versionFates(releases, "production").keys()]).toEqual([2]);
  });
});

it("says lengths in one unit", () => {
  expect([30_000, 180_000, 2.5 * 3_600_000, 72 * 3_600_000].map(lengthWords)).toEqual([
    "under a minute",
    "3\u00a0min",
    "2\u00a0h",
    "3\u00a0d",
  ]);
});
