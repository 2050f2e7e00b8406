import { expect, test } from "vitest";
import { CaseSheet } from "./case-sheet";
import { columnsOf } from "./columns";
import { planPaste } from "./paste";

const columns = columnsOf(
  {
    type: "chat",
    messages: [],
    variables: [
      { name: "who", type: "string", required: true },
      { name: "is_late", type: "boolean", required: false },
    ],
  },
  [],
  false,
  [],
);
const never = () => Promise.reject(new Error("Nothing is sent while a paste is planned."));
const empty = new CaseSheet(
  { change: never, read: never, page: never },
  { items: [], nextCursor: null, revision: 1 },
  0,
);

test("a table copied with its header is pasted by its column names", () => {
  const head = ["is_late", " Who ", "Name", "Expected answer"];
  const plan = planPaste(empty, columns, { row: 0, column: 2 }, [head, ["yes", "Ada", "First", "Soon."]]);
  expect(plan).toEqual({
    ok: true,
    edits: [],
    added: [{ variables: { is_late: true, who: "Ada" }, name: "First", expected: "Soon." }],
    block: { top: 0, bottom: 0, left: 0, right: 3 },
  });
});

test("a row is no header if one cell is not a column name, or if it is the only row", () => {
  const start = { row: 0, column: 0 };
  expect(planPaste(empty, columns, start, [["Name", "Ada"], ["Second"]])).toMatchObject({
    added: [{ name: "Name", variables: { who: "Ada" } }, { name: "Second" }],
  });
  expect(planPaste(empty, columns, start, [["Name", "who"]])).toMatchObject({ added: [{ name: "Name" }] });
});

test("the first unreadable cell is reported, and nothing is pasted", () => {
  expect(planPaste(empty, columns, { row: 0, column: 1 }, [["Ada", "perhaps"]])).toEqual({
    ok: false,
    message: "Row 1, is_late, “perhaps”: Write yes or no.",
  });
});
