import { describe, expect, test } from "vitest";
import type { CaseView } from "@/lib/evaluation/suites/views";
import { cellText, joined, patched } from "./cell-text";
import { columnsOf } from "./columns";
import { readCell } from "./read-cell";

const one: CaseView = {
  key: "k",
  name: "Late",
  placeholders: {},
  expected: "Sorry.",
  tags: ["a", "b"],
  checks: [],
  source: null,
  variables: { message: "Where?", is_late: true, cart: ["tent"], free: 3 },
  addedIn: 1,
  createdBy: "Mara",
  createdAt: "2026-11-22T00:00:00.000Z",
};
const columns = columnsOf(
  {
    type: "chat",
    messages: [],
    variables: [
      { name: "message", type: "string", required: true },
      { name: "is_late", type: "boolean", required: false },
      { name: "count", type: "number", required: false },
    ],
  },
  ["is_late", "cart", "free"],
  true,
  [one],
);
const column = (id: string) => columns.find((each) => each.id === id) ?? columns[0];
const read = (id: string, text: string, of = one) => {
  const at = column(id);
  if (!at) throw new Error(id);
  return readCell(of, at, text);
};

test("there is a column for every variable of the prompt and of the cases", () => {
  expect(columns.map(({ label }) => label)).toEqual([
    "Name",
    "message",
    "is_late",
    "count",
    "cart",
    "free",
    "Expected answer",
    "Tags",
    "Earlier turns",
    "Checks",
  ]);
});

describe("a cell", () => {
  test("shows the value of its case, and can be read back", () => {
    for (const at of columns) {
      const text = cellText(one, at);
      const result = readCell(one, at, text);
      expect(result).toMatchObject({ ok: true });
      if (result.ok) expect(patched(one, result.patch)).toEqual(one);
    }
  });

  test("is read by its declared type, else by its current one", () => {
    expect(read("variable is_late", "TRUE")).toEqual({ ok: true, patch: { variables: { is_late: true } } });
    expect(read("variable is_late", "maybe")).toEqual({ ok: false, message: "Write yes or no." });
    expect(read("variable count", "3.5")).toEqual({ ok: true, patch: { variables: { count: 3.5 } } });
    expect(read("variable cart", '["a"]')).toEqual({ ok: true, patch: { variables: { cart: ["a"] } } });
    expect(read("variable free", "many")).toMatchObject({ ok: false });
    expect(read("variable message", "")).toEqual({ ok: true, patch: { variables: { message: undefined } } });
  });

  test("keeps the type of an expected answer: text or JSON", () => {
    const json = { ...one, expected: { queue: "late" } };
    expect(read("expected", '{"a":1}')).toEqual({ ok: true, patch: { expected: '{"a":1}' } });
    expect(read("expected", '{"a":1}', json)).toEqual({ ok: true, patch: { expected: { a: 1 } } });
    expect(read("expected", '{"a":', json)).toMatchObject({
      ok: false,
      message: "The JSON ends too early: a bracket or quote is not closed.",
    });
    expect(read("expected", '{"a":1}', { ...one, expected: null })).toEqual({
      ok: true,
      patch: { expected: { a: 1 } },
    });
    expect(read("expected", "[sic]", { ...one, expected: null })).toEqual({ ok: true, patch: { expected: "[sic]" } });
    expect(read("expected", " ", json)).toEqual({ ok: true, patch: { expected: null } });
  });

  test("of tags and checks reports errors", () => {
    expect(read("tags", "late, de\nde")).toEqual({ ok: true, patch: { tags: ["late", "de"] } });
    expect(read("tags", "x".repeat(51))).toEqual({ ok: false, message: "A tag has at most 50 characters." });
    expect(read("checks", '[{"pattern":"("}]')).toMatchObject({ ok: false });
    expect(read("checks", "")).toEqual({ ok: true, patch: { checks: [] } });
    expect(read("name", "x".repeat(201))).toMatchObject({ ok: false });
  });
});

test("patches are combined; removed values are removed", () => {
  const patch = joined({ variables: { message: "a" }, name: "n" }, { variables: { message: undefined, free: 4 } });
  expect(patched(one, patch)).toMatchObject({ name: "n", variables: { is_late: true, cart: ["tent"], free: 4 } });
  expect(patched(one, patch).variables).not.toHaveProperty("message");
});
