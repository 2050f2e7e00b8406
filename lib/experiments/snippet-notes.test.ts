import { expect, test } from "vitest";
import { snippetNotes } from "./snippet-notes";

const use = (version: number, pinned: number, newest = 4) => ({ version, snippet: "shared/tone", pinned, newest });

test("a snippet that differs between the versions is part of what is compared", () => {
  expect(snippetNotes([use(8, 3), use(9, 4)], [8, 9])).toEqual([
    "v8 has shared/tone v3, v9 has shared/tone v4: the change of the snippet is part of what is compared.",
    "v8 keeps an older shared/tone; the newest is v4.",
  ]);
});

test("mentions an old snippet of all versions once, and the newest or other versions' not at all", () => {
  expect(snippetNotes([use(8, 3), use(9, 3), use(7, 1)], [8, 9])).toEqual([
    "v8 and v9 keep an older shared/tone; the newest is v4.",
  ]);
  expect(snippetNotes([use(8, 4), use(9, 4), use(7, 1)], [8, 9])).toEqual([]);
});
