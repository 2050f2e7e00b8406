import { describe, expect, it } from "vitest";
import { inOrderOf, type ListMerge, lineUp, mergeList, pairItems, sideWithNewOrder } from "./merge-list";
import { type MergeChoices, startRecord, type Three } from "./merge-record";

/** Items are words. Words with `k:` have a key; others are matched by their first letter. */
const recognition = {
  key: (word: string) => (word.startsWith("k:") ? word : null),
  likeness: (one: string, other: string) => (one[0] === other[0] ? 1 : 0),
};
const rules: ListMerge<string> = {
  ...recognition,
  place: { id: "list", pointer: "/list" },
  label: (word) => word,
  show: (word) => word,
  write: (_word, text) => text,
  merge: (_record, _place, { ours, theirs, base }) => (ours === base ? theirs : ours),
  order: "List: order",
};
const words = (text: string) => text.split(" ").filter(Boolean);
const threeOf = (base: string, ours: string, theirs: string): Three<string[]> => ({
  base: words(base),
  ours: words(ours),
  theirs: words(theirs),
});

function merged(base: string, ours: string, theirs: string, choices: MergeChoices = {}, more = {}) {
  const record = startRecord(choices);
  const list = mergeList(record, threeOf(base, ours, theirs), { ...rules, ...more });
  return { list: list.join(" "), record };
}

describe("items of two lists", () => {
  it("are paired by key in any position, by similarity in order, and then by equality", () => {
    expect(pairItems(["k:a", "k:b"], ["k:b", "k:a"], recognition)).toEqual([
      { before: 0, after: 1 },
      { before: 1, after: 0 },
    ]);
    expect(pairItems(["apple", "pear"], ["avocado", "plum"], recognition)).toEqual([
      { before: 0, after: 0 },
      { before: 1, after: 1 },
    ]);
    // Matching by likeness keeps the order. An item that changed places is found because it is equal.
    expect(pairItems(["apple", "pear"], ["pear", "apple"], recognition)).toHaveLength(2);
    expect(pairItems(["apple"], ["pear"], recognition)).toEqual([]);
  });

  it("that both sides added are one item, in either direction", () => {
    // In order, only one pair is possible: the apples or the berries. Both directions must choose the same.
    const lists = threeOf("", "apple berry", "banana avocado");
    const slots = lineUp(lists, recognition);
    const swapped = lineUp({ base: lists.base, ours: lists.theirs, theirs: lists.ours }, recognition);
    const pairs = (list: typeof slots) => list.map(({ ours, theirs }) => [ours, theirs]);
    const back = pairs(swapped).map(([ours, theirs]) => [theirs, ours]);
    expect(new Set(pairs(slots).map(String))).toEqual(new Set(back.map(String)));
    expect(slots).toHaveLength(3);
  });

  it("appear once each: those of the base, then ours, then theirs", () => {
    expect(lineUp(threeOf("apple", "apple plum", "kiwi"), recognition)).toEqual([
      { id: "b0", base: 0, ours: 0, theirs: null },
      { id: "o1", base: null, ours: 1, theirs: null },
      { id: "t0", base: null, ours: null, theirs: 0 },
    ]);
  });
});

describe("the order", () => {
  const lead = (base: string, ours: string, theirs: string) =>
    sideWithNewOrder(lineUp(threeOf(base, ours, theirs), recognition));

  it("is that of the side that changed it", () => {
    expect(lead("k:a k:b", "k:b k:a", "k:a k:b")).toBe("ours");
    expect(lead("k:a k:b", "k:a k:b", "k:b k:a")).toBe("theirs");
    expect(lead("k:a k:b", "k:b k:a", "k:b k:a")).toBe("ours");
    expect(lead("k:a k:b", "k:a k:b", "k:a k:b")).toBe("ours");
    expect(lead("k:a k:b k:c", "k:b k:a k:c", "k:a k:c k:b")).toBeNull();
  });

  it("depends on the items that all three have", () => {
    expect(lead("k:a k:b", "k:x k:a k:b", "k:b k:a k:y")).toBe("theirs");
    expect(lead("k:a k:b k:c", "k:c k:b", "k:a k:b k:c")).toBe("ours");
  });

  it("puts additions of the other side after their predecessor, ours first", () => {
    const order = (base: string, ours: string, theirs: string, side: "ours" | "theirs") =>
      inOrderOf(lineUp(threeOf(base, ours, theirs), recognition), side).map(({ id }) => id);
    expect(order("k:a", "k:a k:x", "k:a k:y", "ours")).toEqual(["b0", "o1", "t1"]);
    expect(order("k:a", "k:a k:x", "k:a k:y", "theirs")).toEqual(["b0", "o1", "t1"]);
    expect(order("k:a", "k:x k:a", "k:y k:a", "ours")).toEqual(["o0", "t0", "b0"]);
    expect(order("k:a", "k:x k:a", "k:y k:a", "theirs")).toEqual(["o0", "t0", "b0"]);
    expect(order("k:a", "k:a k:x k:v", "k:a k:y k:z", "ours")).toEqual(["b0", "o1", "o2", "t1", "t2"]);
    expect(order("k:a", "k:a k:x k:v", "k:a k:y k:z", "theirs")).toEqual(["b0", "o1", "o2", "t1", "t2"]);
  });
});

describe("a merge of lists", () => {
  it("keeps the additions of both sides in their places", () => {
    expect(merged("k:a k:b", "k:a k:x k:b", "k:a k:b k:y").list).toBe("k:a k:x k:b k:y");
    expect(merged("k:a k:b", "k:a k:b k:y", "k:a k:x k:b").list).toBe("k:a k:x k:b k:y");
  });

  it("combines a move on one side with a change on the other", () => {
    expect(merged("apple k:b", "k:b apple", "almond k:b").list).toBe("k:b almond");
    expect(merged("apple k:b", "almond k:b", "k:b apple").list).toBe("k:b almond");
  });

  it("reports a conflict of the order if both changed it, and keeps ours until settled", () => {
    const [base, ours, theirs] = ["k:a k:b k:c", "k:b k:a k:c", "k:a k:c k:b"];
    const { list, record } = merged(base, ours, theirs);
    expect(list).toBe(ours);
    expect(record.conflicts).toEqual([
      {
        id: "list/order",
        pointer: "/list",
        label: "List: order",
        kind: "value",
        line: null,
        base: "k:a\nk:b\nk:c",
        ours: "k:b\nk:a\nk:c",
        theirs: "k:a\nk:c\nk:b",
      },
    ]);
    expect(merged(base, ours, theirs, { "list/order": { take: "theirs" } }).list).toBe(theirs);
    expect(merged(base, ours, theirs, { "list/order": { take: "ours" } }).list).toBe(ours);
  });

  it("reports no conflict of the order if the order has no meaning", () => {
    const { list, record } = merged("k:a k:b k:c", "k:b k:a k:c", "k:a k:c k:b", {}, { order: undefined });
    expect([list, record.conflicts]).toEqual(["k:b k:a k:c", []]);
  });

  it("removes an item that one side removed and the other did not change, and reports the side", () => {
    const { list, record } = merged("k:a k:b", "k:b", "k:a k:b");
    expect(list).toBe("k:b");
    expect(record.taken).toEqual([
      { id: "list/b0", pointer: "/list/0", label: "k:a", side: "ours", before: "k:a", after: null },
    ]);
    expect(merged("k:a k:b", "k:a k:b", "k:b").record.taken).toMatchObject([{ side: "theirs", before: "k:a" }]);
  });

  it("reports which side added an item", () => {
    const sides = (ours: string, theirs: string) =>
      merged("k:a", ours, theirs).record.taken.map(({ side, before, after }) => [side, before, after]);
    expect(sides("k:a k:x", "k:a")).toEqual([["ours", null, "k:x"]]);
    expect(sides("k:a", "k:a k:x")).toEqual([["theirs", null, "k:x"]]);
  });

  it("reports a conflict if one side removed what the other changed", () => {
    const settle = (choices: MergeChoices) => merged("apple k:b", "k:b", "almond k:b", choices).list;
    const { record } = merged("apple k:b", "k:b", "almond k:b");
    expect(record.conflicts).toMatchObject([
      { id: "list/b0", kind: "text", base: "apple", ours: null, theirs: "almond", line: { ours: 1, theirs: 1 } },
    ]);
    expect(settle({})).toBe("almond k:b");
    expect(settle({ "list/b0": { take: "ours" } })).toBe("k:b");
    expect(settle({ "list/b0": { take: "theirs" } })).toBe("almond k:b");
    expect(settle({ "list/b0": { text: "fig" } })).toBe("fig k:b");
    expect(merged("apple", "almond", "").record.conflicts).toMatchObject([{ ours: "almond", theirs: null }]);
  });

  it("treats an item as a whole if it cannot be rewritten", () => {
    const whole = (choices: MergeChoices) => merged("apple k:b", "k:b", "almond k:b", choices, { write: undefined });
    expect(whole({}).record.conflicts).toMatchObject([{ id: "list/b0", kind: "value", line: null }]);
    expect(whole({ "list/b0": { text: "fig" } }).list).toBe("almond k:b");
    expect(whole({ "list/b0": { take: "ours" } }).list).toBe("k:b");
  });

  it("pairs only equal items if similarity has no meaning", () => {
    const equal = { ...recognition, likeness: undefined } as Parameters<typeof pairItems<string>>[2];
    expect(pairItems(["apple", "pear"], ["almond", "pear"], equal)).toEqual([{ before: 1, after: 1 }]);
  });
});
