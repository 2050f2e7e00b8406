import { expect, test } from "vitest";
import type { CommentView } from "./change-request-views";
import type { DiffSection } from "./diff-lines";
import { fitting, followLines, isLineTaken, placeWords, threadsElsewhere, toThreads } from "./reviews-threads";

const remark = (id: string, more: Partial<CommentView> = {}): CommentView => ({
  id,
  replyTo: null,
  version: 5,
  pointer: "/messages/0/content",
  line: 2,
  quote: "",
  suggestion: null,
  body: id,
  author: { kind: "user", id: "u", name: "Mara" },
  createdAt: "",
  resolvedAt: null,
  resolvedBy: null,
  ...more,
});
const sections: DiffSection[] = [
  {
    id: "m",
    title: "System",
    anchor: { before: "/messages/0/content", after: "/messages/0/content" },
    rows: [
      { kind: "same", before: { n: 1, text: "a" }, after: { n: 1, text: "a" } },
      { kind: "change", before: { n: 2, text: "b" }, after: { n: 2, text: "c" } },
    ],
  },
];
const elsewhere = (more: Partial<CommentView>) =>
  threadsElsewhere(toThreads([remark("x", more)]), sections, { version: 5, baseVersion: 4 }).length === 1;

test("answers belong to their comment, with others in between", () => {
  const threads = toThreads([remark("a"), remark("b"), remark("c", { replyTo: "a" })]);
  expect(threads.map(({ root, answers }) => [root.id, ...answers.map(({ id }) => id)])).toEqual([["a", "c"], ["b"]]);
});

test("a thread is at its line while that is shown, on the side of its version", () => {
  expect(elsewhere({})).toBe(false);
  expect(elsewhere({ line: null })).toBe(false);
  expect(elsewhere({ version: 4 })).toBe(false);
  expect(elsewhere({ version: 4, line: 1 })).toBe(true); // for an unchanged line, only the new side has a place
  expect(elsewhere({ version: 3 })).toBe(true);
  expect(elsewhere({ line: 9 })).toBe(true);
  expect(elsewhere({ pointer: "" })).toBe(true);
});

test("a comment on an earlier version follows its line if that is unique", () => {
  const follow = (more: Partial<CommentView>, rows = sections) =>
    followLines(toThreads([remark("x", { version: 3, line: 7, quote: "c", ...more })]), rows, {
      version: 5,
      baseVersion: 4,
    });
  expect(follow({})[0]?.movedTo).toBe(2);
  expect(threadsElsewhere(follow({}), sections, { version: 5, baseVersion: 4 })).toEqual([]);
  expect(follow({ quote: "b" })[0]?.movedTo).toBeUndefined(); // only the old side contains this line
  expect(follow({ quote: "" })[0]?.movedTo).toBeUndefined();
  expect(follow({ pointer: "/messages/1/content" })[0]?.movedTo).toBeUndefined();
  expect(follow({ version: 5 })[0]?.movedTo).toBeUndefined();
  const suggestion = { act: "replace", text: "d", state: "open", savedIn: null } as const;
  expect(follow({ suggestion })[0]?.movedTo).toBeUndefined();
  const twice = sections.map((section) => ({
    ...section,
    rows: [...section.rows, { kind: "add" as const, after: { n: 3, text: "c" } }],
  }));
  expect(follow({}, twice)[0]?.movedTo).toBeUndefined();
});

test("describes places", () => {
  expect(placeWords(remark("a"))).toBe("v5, message 1, line 2");
  expect(placeWords(remark("a", { pointer: "/variables", line: null }))).toBe("v5, the variables");
});

const suggested = (id: string, state: "open" | "accepted", act: "replace" | "insert" = "replace") =>
  remark(id, { suggestion: { act, text: id, state, savedIn: null } });

test("a line is taken by an accepted suggestion for it, but lines can be added below it", () => {
  const open = suggested("a", "open");
  expect(isLineTaken(open, [open, suggested("b", "accepted")])).toBe(true);
  expect(isLineTaken(open, [open, suggested("b", "open")])).toBe(false);
  expect(isLineTaken(open, [suggested("b", "accepted", "insert")])).toBe(false);
  expect(isLineTaken(suggested("c", "open", "insert"), [suggested("b", "accepted")])).toBe(false);
  expect(isLineTaken(open, [{ ...suggested("b", "accepted"), line: 3 }])).toBe(false);
});

test("of several suggestions for one line the first can be accepted with all others", () => {
  const [a, b, under] = [suggested("a", "open"), suggested("b", "open"), suggested("c", "open", "insert")];
  const next = { ...suggested("d", "open"), line: 3 };
  expect(fitting([a, b, under, next], []).map(({ id }) => id)).toEqual(["a", "c", "d"]);
  expect(fitting([b, under, next], [suggested("a", "accepted")]).map(({ id }) => id)).toEqual(["c", "d"]);
});
