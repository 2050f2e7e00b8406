import { expect, it } from "vitest";
import { changeWords } from "./words";

const scorers = { added: [], changed: [], removed: [], renamed: [] };
const none = { cases: { added: 0, removed: 0, replaced: 0 }, scorers };

it("describes what waits for an approval", () => {
  expect(changeWords({ ...none, cases: { added: 2, removed: 1, replaced: 0 } })).toEqual([
    "2 cases added and 1 case removed.",
  ]);
  expect(changeWords({ ...none, scorers: { ...scorers, added: ["Length"], changed: ["Exact", "Kind"] } })).toEqual([
    "Scorer Length added and scorers Exact and Kind changed.",
  ]);
  const both = { cases: { added: 0, removed: 0, replaced: 3 }, scorers: { ...scorers, removed: ["PII"] } };
  expect(changeWords(both)).toEqual(["3 cases changed.", "Scorer PII removed."]);
  expect(changeWords(none)).toEqual(["Nothing that is measured has changed."]);
});

it("describes renamed scorers", () => {
  const one = { before: "Short", after: "Brief" };
  const two = { before: "Right", after: "Correct" };
  const renames = (...renamed: (typeof one)[]) => changeWords({ ...none, scorers: { ...scorers, renamed } });
  expect(renames(one)).toEqual(["Nothing that is measured has changed.", "Scorer renamed: Short to Brief."]);
  expect(renames(one, two).at(-1)).toBe("Scorers renamed: Short to Brief and Right to Correct.");
  expect(changeWords({ ...none, scorers: { ...scorers, removed: ["PII"], renamed: [one] } })).toEqual([
    "Scorer PII removed.",
    "Scorer renamed: Short to Brief.",
  ]);
});
