import { describe, expect, it } from "vitest";
import type { DraftCopyView } from "./draft-copy-views";
import { apartWords, behindWords } from "./draft-copy-words";

const copy = (more: Partial<DraftCopyView>) =>
  ({ status: "open", ahead: 0, behind: 0, mergedAs: null, ...more }) as DraftCopyView;

describe("apartWords", () => {
  it.each([
    [{}, "Nothing saved yet"],
    [{ ahead: 1 }, "1 version ahead"],
    [{ ahead: 2, behind: 1 }, "2 versions ahead, 1 behind"],
    [{ behind: 3 }, "Nothing saved yet, 3 behind"],
    [{ ahead: 2, behind: 1, status: "closed" as const }, "2 versions ahead, 1 behind"],
    [{ ahead: 1, behind: 4, status: "merged" as const, mergedAs: 20 }, "1 version, merged as v20"],
  ])("%j: %s", (state, words) => {
    expect(apartWords(copy(state))).toBe(words);
  });
});

describe("behindWords", () => {
  it("states the prompt's current version", () => {
    expect(behindWords(copy({}), 20)).toBeNull();
    expect(behindWords(copy({ behind: 1 }), 20)).toBe("The prompt is at v20 now.");
    expect(behindWords(copy({ behind: 2 }), 20)).toBe("The prompt has 2 newer versions, up to v20.");
  });
});
