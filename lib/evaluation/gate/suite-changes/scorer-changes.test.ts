import { expect, test } from "vitest";
import { scorersInput } from "../../scorers/schema";
import { renamesOf, scorerChanges } from "./scorer-changes";

const scorers = (...all: object[]) => scorersInput.parse(all);
const short = { id: "short", name: "Short", type: "length", max: 100 };
const right = { id: "right", name: "Right", type: "exact" };

test("a changed scorer is listed with the fields that differ, and one that is the same is not", () => {
  const changes = scorerChanges(scorers(short, right), scorers({ ...short, max: 120, threshold: 0.5 }, right));
  expect(changes).toEqual([
    {
      id: "short",
      name: "Short",
      kind: "changed",
      fields: [
        { label: "At most", before: "100", after: "120" },
        { label: "Passes from", before: "100\u00a0%", after: "50\u00a0%" },
      ],
    },
  ]);
});

test("a bound that is new or gone has nothing on the other side", () => {
  const [changed] = scorerChanges(scorers(short), scorers({ ...short, min: 5, max: null }));
  expect(changed?.fields).toEqual([
    { label: "At least", before: null, after: "5" },
    { label: "At most", before: "100", after: null },
  ]);
});

test("removed scorers come first, with what they measured; new ones with what they measure", () => {
  const changes = scorerChanges(scorers(short), scorers(right));
  expect(changes.map(({ id, kind }) => [id, kind])).toEqual([
    ["short", "removed"],
    ["right", "added"],
  ]);
  expect(changes[0]?.fields).toContainEqual({ label: "At most", before: "100", after: null });
  expect(changes[1]?.fields).toContainEqual({ label: "Name", before: null, after: "Right" });
});

test("another type under the same id shows the fields of both", () => {
  const [changed] = scorerChanges(scorers(short), scorers({ ...right, id: "short" }));
  expect(changed?.fields).toEqual(
    expect.arrayContaining([
      { label: "Type", before: "Length", after: "Exact match" },
      { label: "At most", before: "100", after: null },
    ]),
  );
});

test("a scorer that only has another name is renamed; one that is changed, new or gone is not", () => {
  const before = scorers(short, right);
  const now = scorers({ ...short, name: "Brief" }, { ...right, name: "Correct" }, { ...right, id: "new" });
  expect(renamesOf(before, now, ["right"])).toEqual([{ before: "Short", after: "Brief" }]);
  expect(renamesOf(now, before, [])).toHaveLength(2);
  expect(renamesOf(before, before, [])).toEqual([]);
});
