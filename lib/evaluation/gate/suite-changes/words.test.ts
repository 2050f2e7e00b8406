import { expect, it } from "vitest";
import { changeWords } from "./words";

const none = { cases: { added: 0, removed: 0, replaced: 0 }, scorers: { added: [], changed: [], removed: [] } };

it("says what waits for an approval", () => {
  expect(changeWords({ ...none, cases: { added: 2, removed: 1, replaced: 0 } })).toEqual([
    "2 cases added and 1 case removed.",
  ]);
  expect(changeWords({ ...none, scorers: { added: ["Length"], changed: ["Exact", "Kind"], removed: [] } })).toEqual([
    "Scorer Length added and scorers Exact and Kind changed.",
  ]);
  const both = { cases: { added: 0, removed: 0, replaced: 3 }, scorers: { added: [], changed: [], removed: ["PII"] } };
  expect(changeWords(both)).toEqual(["3 cases changed.", "Scorer PII removed."]);
  expect(changeWords(none)).toEqual(["Nothing that is measured has changed."]);
});
