import { describe, expect, it } from "vitest";
import { lineageOf } from "./lineage";

const copy = { id: "c", name: "Warmer greeting" };
const version = (number: number, parentVersion: number | null, more: { merged?: number; isCopy?: boolean } = {}) => ({
  version: number,
  parentVersion,
  mergedVersion: more.merged ?? null,
  draftCopy: more.isCopy ? copy : null,
});

describe("lineageOf", () => {
  const versions = [
    version(8, 2),
    version(7, 5, { merged: 6 }),
    version(6, 4, { merged: 5, isCopy: true }),
    version(5, 3),
    version(4, 3, { isCopy: true }),
    version(3, 2),
    version(2, 1),
    version(1, null),
  ];
  const words = (number: number, known = versions) => {
    const one = versions.find((each) => each.version === number);
    return one ? (lineageOf(one, known)?.words ?? null) : undefined;
  };

  it("names both parents of a merge", () => {
    expect(words(7)).toBe("merges Warmer greeting v6 into v5");
    expect(words(6)).toBe("merges v5 into v4");
    expect(words(7, versions.slice(0, 2))).toBe("merges v6 into v5");
  });

  it("shows where a version does not follow the previous one, and nothing otherwise", () => {
    expect([words(8), words(4)]).toEqual(["from v2", "from v3"]);
    expect([words(5), words(3), words(2), words(1)]).toEqual([null, null, null, null]);
  });

  it("shows nothing for versions that are not loaded yet", () => {
    expect(words(5, versions.slice(0, 4))).toBeNull();
  });
});
