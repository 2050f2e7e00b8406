import { expect, test } from "vitest";
import { scorersInput } from "../scorers/schema";
import { renamesOf, scorerChanges } from "./scorer-changes";

const scorers = (...all: object[]) => scorersInput.parse(all);
const short = { id: "short", name: "Short", type: "length", max: 100 };
const right = { id: "right", name: "Right", type: "exact" };

test("lists a changed scorer with its different fields, and no equal one", () => {
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

test("lists a new or removed limit without the other value", () => {
  const [changed] = scorerChanges(scorers(short), scorers({ ...short, min: 5, max: null }));
  expect(changed?.fields).toEqual([
    { label: "At least", before: null, after: "5" },
    { label: "At most", before: "100", after: null },
  ]);
});

test("lists removed scorers first, then new ones, with what they measure", () => {
  const changes = scorerChanges(scorers(short), scorers(right));
  expect(changes.map(({ id, kind }) => [id, kind])).toEqual([
    ["short", "removed"],
    ["right", "added"],
  ]);
  expect(changes[0]?.fields).toContainEqual({ label: "At most", before: "100", after: null });
  expect(changes[1]?.fields).toContainEqual({ label: "Name", before: null, after: "Right" });
});

test("lists the fields of both types if the type changed under the same id", () => {
  const [changed] = scorerChanges(scorers(short), scorers({ ...right, id: "short" }));
  expect(changed?.fields).toEqual(
    expect.arrayContaining([
      { label: "Type", before: "Length", after: "Exact match" },
      { label: "At most", before: "100", after: null },
    ]),
  );
});

test("reports a scorer as renamed only if nothing else changed", () => {
  const before = scorers(short, right);
  const now = scorers({ ...short, name: "Brief" }, { ...right, name: "Correct" }, { ...right, id: "new" });
  expect(renamesOf(before, now, ["right"])).toEqual([{ before: "Short", after: "Brief" }]);
  expect(renamesOf(now, before, [])).toHaveLength(2);
  expect(renamesOf(before, before, [])).toEqual([]);
});
