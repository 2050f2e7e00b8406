import { describe, expect, test } from "vitest";
import { type MergeChoice, startRecord } from "./merge-record";
import { changedBy, emptyOrAbsent, mergeFields, mergeJson, mergeValue, showValue } from "./merge-value";

const place = { id: "place", pointer: "/place", label: "Place" };

/** Merges three values and returns the result with the recorded changes and conflicts. */
function merged(base: unknown, ours: unknown, theirs: unknown, choice?: MergeChoice, merge = mergeValue<unknown>) {
  const record = startRecord(choice ? { place: choice } : {});
  const value = merge(record, place, { base, ours, theirs });
  return { value, conflicts: record.conflicts, taken: record.taken };
}
const json = (base: unknown, ours: unknown, theirs: unknown) => merged(base, ours, theirs, undefined, mergeJson);

test("a change belongs to the side that made it", () => {
  expect(changedBy({ base: 1, ours: 1, theirs: 1 })).toBeNull();
  expect(changedBy({ base: 1, ours: 2, theirs: 2 })).toBeNull();
  expect(changedBy({ base: 1, ours: 2, theirs: 1 })).toBe("ours");
  expect(changedBy({ base: 1, ours: 1, theirs: 2 })).toBe("theirs");
  expect(changedBy({ base: 1, ours: 2, theirs: 3 })).toBe("both");
  expect(changedBy({ base: { a: 1, b: 2 }, ours: { b: 2, a: 1 }, theirs: {} })).toBe("theirs");
});

test("a value is shown as text, or as JSON over several lines; a missing one is null", () => {
  expect(showValue("as it is")).toBe("as it is");
  expect(showValue({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}');
  expect(showValue(null)).toBe("null");
  expect(showValue(undefined)).toBeNull();
});

describe("a value that is changed as a whole", () => {
  test("comes from the side that changed it, which is recorded with before and after", () => {
    expect(merged(1, 2, 1)).toEqual({
      value: 2,
      conflicts: [],
      taken: [{ ...place, side: "ours", before: "1", after: "2" }],
    });
    expect(merged("a", "a", undefined)).toEqual({
      value: undefined,
      conflicts: [],
      taken: [{ ...place, side: "theirs", before: "a", after: null }],
    });
  });

  test("records nothing if both sides agree", () => {
    for (const [base, same] of [
      [1, 1],
      [1, 2],
      [undefined, 3],
    ])
      expect(merged(base, same, same)).toEqual({ value: same, conflicts: [], taken: [] });
  });

  test("is a conflict if they differ; our value is kept until settled, or the existing one", () => {
    expect(merged(1, 2, 3)).toEqual({
      value: 2,
      taken: [],
      conflicts: [{ ...place, kind: "value", base: "1", ours: "2", theirs: "3", line: null }],
    });
    expect(merged(1, undefined, 3).value).toBe(3);
    expect(merged(1, 2, undefined).value).toBe(2);
  });

  test("is that of the chosen side, also if it was removed there", () => {
    expect(merged(1, 2, 3, { take: "ours" }).value).toBe(2);
    expect(merged(1, 2, 3, { take: "theirs" }).value).toBe(3);
    expect(merged(1, undefined, 3, { take: "ours" }).value).toBeUndefined();
    expect(merged(1, 2, undefined, { take: "theirs" }).value).toBeUndefined();
    // A text can keep the lines of both sides. A value needs one side.
    expect(merged(1, 2, 3, { take: "both" }).value).toBe(2);
  });

  test("can be rewritten: as text, else as JSON, and as text if it is no valid JSON", () => {
    expect(merged("a", "b", "c", { text: "4" }).value).toBe("4");
    expect(merged("a", undefined, "c", { text: "4" }).value).toBe("4");
    expect(merged(1, 2, 3, { text: "4" }).value).toBe(4);
    expect(merged(1, { a: 1 }, 3, { text: '{"b": 2}' }).value).toEqual({ b: 2 });
    expect(merged(1, 2, 3, { text: "four" }).value).toBe("four");
  });
});

describe("JSON", () => {
  test("is merged key by key at any depth, with keys in our order, then theirs", () => {
    const { value, conflicts, taken } = json(
      { a: 1, deep: { x: 1, y: 1 } },
      { deep: { x: 2, y: 1 }, a: 1, ours: 1 },
      { theirs: 2, a: 1, deep: { x: 1, y: 3 } },
    );
    expect(JSON.stringify(value)).toBe('{"deep":{"x":2,"y":3},"a":1,"ours":1,"theirs":2}');
    expect(conflicts).toEqual([]);
    expect(taken.map(({ id, pointer, label }) => [id, pointer, label])).toEqual([
      ["place/deep/x", "/place/deep/x", "Place: deep: x"],
      ["place/deep/y", "/place/deep/y", "Place: deep: y"],
      ["place/ours", "/place/ours", "Place: ours"],
      ["place/theirs", "/place/theirs", "Place: theirs"],
    ]);
  });

  test("is merged key by key if both sides added it", () => {
    expect(json(undefined, { a: 1 }, { b: 2 })).toMatchObject({ value: { a: 1, b: 2 }, conflicts: [] });
  });

  test("loses a key that one side removed and the other did not change", () => {
    expect(json({ a: 1, b: 1 }, { b: 1 }, { a: 1, b: 1 }).value).toStrictEqual({ b: 1 });
    expect(json({ a: 1, b: 1 }, { a: 1, b: 1 }, { b: 1 }).value).toStrictEqual({ b: 1 });
  });

  test.each([
    ["a list", [1], [2], [3]],
    ["null on one side", { a: 1 }, null, { a: 2 }],
    ["null on the other", { a: 1 }, { a: 2 }, null],
    ["a text on one side", { a: 1 }, "a", { a: 2 }],
    ["a list on one side", { a: 1 }, { a: 2 }, [1]],
    ["a list before", [1], { a: 1 }, { a: 2 }],
  ])("is changed as a whole if it is not an object on all sides: %s", (_, base, ours, theirs) => {
    expect(json(base, ours, theirs).conflicts.map(({ id }) => id)).toEqual(["place"]);
  });

  test("ignores inherited keys", () => {
    const record = startRecord({});
    const fields = mergeFields(record, place, { base: {}, ours: { constructor: "x" }, theirs: {} }, mergeJson);
    expect(Object.keys(fields)).toEqual(["constructor"]);
    expect(record.taken).toMatchObject([{ side: "ours", before: null, after: "x" }]);
  });
});

test("an empty result is kept or omitted, as on the side that changed it", () => {
  expect(emptyOrAbsent({ base: [1], ours: [], theirs: [1] }, [])).toEqual([]);
  expect(emptyOrAbsent({ base: [1], ours: undefined, theirs: [1] }, [])).toBeUndefined();
  expect(emptyOrAbsent({ base: [1], ours: [1], theirs: [] }, [])).toEqual([]);
  expect(emptyOrAbsent({ base: [1], ours: [1], theirs: undefined }, [])).toBeUndefined();
});
