import { describe, expect, it } from "vitest";
import type { DraftCopyView } from "./draft-copy-views";
import { apartWords, behindWords, mergeRefusal } from "./draft-copy-words";

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

describe("mergeRefusal", () => {
  const open = copy({ baseVersion: 3, headVersion: 5, behind: 2 });
  const merging = { role: "editor", mayWrite: true, prompt: { archivedAt: null }, copy: open };

  it("is null while there is something to merge", () => {
    expect([mergeRefusal(merging, "prompt"), mergeRefusal(merging, "copy")]).toEqual([null, null]);
  });

  it.each([
    [{ ...merging, copy: copy({ status: "merged", mergedAs: 7 }) }, "prompt", "This copy was merged as v7"],
    [{ ...merging, copy: copy({ status: "closed" }) }, "prompt", "This copy is closed"],
    [{ ...merging, prompt: { archivedAt: "2026-11-17T09:00:00.000Z" } }, "prompt", "This prompt is archived"],
    [{ ...merging, role: "viewer", mayWrite: false }, "prompt", "You can only read"],
    [{ ...merging, copy: copy({ baseVersion: 3, headVersion: 3 }) }, "prompt", "Nothing to merge yet"],
    [{ ...merging, copy: copy({ baseVersion: 3, headVersion: 5, behind: 0 }) }, "copy", "Nothing to merge"],
  ] as const)("%#: %s", (state, into, title) => {
    expect(mergeRefusal(state, into)?.title).toBe(title);
  });
});
