import { expect, test } from "vitest";
import type { EditorFold } from "./editor-types";
import { foldAt } from "./use-folds";

const fold = (id: string, line: number, column: number): EditorFold => ({
  id,
  line,
  column,
  name: id,
  label: id,
  lens: id,
  content: () => null,
});
const folds = [fold("tone", 2, 5), fold("rules", 2, 40), fold("end", 3, 1)];

test.each([
  [2, 1, "tone"],
  [2, 5, "tone"],
  [2, 39, "tone"],
  [2, 40, "rules"],
  [3, 9, "end"],
])("on line %i at column %i it is %s", (line, column, id) => {
  expect(foldAt(folds, line, column)?.id).toBe(id);
});

test("a line without a snippet has none", () => {
  expect(foldAt(folds, 1, 1)).toBeUndefined();
});
