import { align, type Pair } from "./align";
import type { MergePath, MergeRecord, MergeSide, Three, ThreeSides } from "./merge-record";
import { isSame } from "./merge-value";

/** An item with its positions in the three lists; null where it is missing. */
export type Slot = { id: string } & Three<number | null>;

/** How items are matched between lists. */
export type Recognition<T> = {
  /**
   * A key that is unique in its list. Items match if and only if their keys are equal. Null means matching by likeness.
   */
  key: (item: T) => string | null;
  /**
   * The likeness of two items without a key: above 0 if they may match, higher is better. If omitted, only equal items
   * match.
   */
  likeness?: (one: T, other: T) => number;
};

/** Everything a list needs to be merged. */
export type ListMerge<T> = Recognition<T> & {
  place: Omit<MergePath, "label">;
  /** The name of the item at `index`, starting at 0. */
  label: (item: T, index: number) => string;
  /** The item in readable form. */
  show: (item: T) => string;
  /** Replaces the text of an item by a custom one. If omitted, only one of the two whole items can be chosen. */
  write?: (item: T, text: string) => T;
  /** Merges an item that both sides have. */
  merge: (record: MergeRecord, place: MergePath, three: ThreeSides<T>) => T;
  /** A name for the list's order, if it matters. Two different orders are then a conflict. */
  order?: string;
};

/** Matches two lists: by key, by likeness in order, and the remaining items by equality. */
export function pairItems<T>(before: readonly T[], after: readonly T[], { key, likeness }: Recognition<T>): Pair[] {
  const rest = (items: readonly T[]) => items.flatMap((item, index) => (key(item) === null ? [{ item, index }] : []));
  const [left, right] = [rest(before), rest(after)];
  const pairs: Pair[] = align(left.length, right.length, (row, column) => {
    const [one, other] = [left[row], right[column]];
    return one && other && likeness ? likeness(one.item, other.item) : 0;
  }).map((pair) => ({
    before: pair.before === null ? null : (left[pair.before]?.index ?? null),
    after: pair.after === null ? null : (right[pair.after]?.index ?? null),
  }));
  const found = pairs.filter((pair) => pair.before !== null && pair.after !== null);
  const taken = new Set(found.map((pair) => pair.after));
  const paired = new Set(found.map((pair) => pair.before));
  const identity = (item: T) => key(item) ?? `=${JSON.stringify(item)}`;
  const identities = after.map(identity);
  for (const [index, item] of before.entries()) {
    if (paired.has(index)) continue;
    const own = identity(item);
    const match = identities.findIndex((other, at) => !taken.has(at) && other === own);
    if (match === -1) continue;
    taken.add(match);
    found.push({ before: index, after: match });
  }
  return found;
}

/** Lists every item of the three lists once. */
export function lineUp<T>({ base, ours, theirs }: Three<readonly T[]>, recognition: Recognition<T>): Slot[] {
  const toOurs = new Map(pairItems(base, ours, recognition).map(({ before, after }) => [before, after]));
  const toTheirs = new Map(pairItems(base, theirs, recognition).map(({ before, after }) => [before, after]));
  const added = (side: readonly T[], known: Map<number | null, number | null>) => {
    const old = new Set(known.values());
    return side.flatMap((item, index) => (old.has(index) ? [] : [{ item, index }]));
  };
  const [newOurs, newTheirs] = [added(ours, toOurs), added(theirs, toTheirs)];
  // Both sides may have added the same item. The order of the comparison does not depend on the sides, so that swapping
  // them gives the same pairs.
  const [left, right] = [newOurs.map(({ item }) => item), newTheirs.map(({ item }) => item)];
  const isSwapped = JSON.stringify(left) > JSON.stringify(right);
  const shared = isSwapped
    ? pairItems(right, left, recognition).map(({ before, after }) => ({ before: after, after: before }))
    : pairItems(left, right, recognition);
  const toAdded = new Map(shared.map(({ before, after }) => [before, after]));
  const matched = new Set(toAdded.values());
  return [
    ...base.map((_, index) => ({
      id: `b${index}`,
      base: index,
      ours: toOurs.get(index) ?? null,
      theirs: toTheirs.get(index) ?? null,
    })),
    ...newOurs.map(({ index }, at) => {
      const other = newTheirs[toAdded.get(at) ?? -1]?.index ?? null;
      return { id: `o${index}`, base: null, ours: index, theirs: other };
    }),
    ...newTheirs.flatMap(({ index }, at) =>
      matched.has(at) ? [] : [{ id: `t${index}`, base: null, ours: null, theirs: index }],
    ),
  ];
}

/** The side whose order is used, or null if both sides reordered the shared items differently. */
export function sideWithNewOrder(slots: readonly Slot[]): MergeSide | null {
  const shared = slots.filter(({ base, ours, theirs }) => base !== null && ours !== null && theirs !== null);
  const order = (side: MergeSide) => orderOf(shared, side).map(({ id }) => id);
  const inBase = shared.map(({ id }) => id);
  if (isSame(order("ours"), order("theirs")) || isSame(order("theirs"), inBase)) return "ours";
  return isSame(order("ours"), inBase) ? "theirs" : null;
}

const orderOf = (slots: readonly Slot[], side: MergeSide) =>
  slots.filter((slot) => slot[side] !== null).toSorted((a, b) => (a[side] ?? 0) - (b[side] ?? 0));

/**
 * All slots in the order of one side. An item that only the other side has goes after its predecessor there. At the
 * same place, our additions come first.
 */
export function inOrderOf(slots: readonly Slot[], lead: MergeSide): Slot[] {
  const other = lead === "ours" ? "theirs" : "ours";
  const order = orderOf(slots, lead);
  let previous: Slot | null = null;
  for (const slot of orderOf(slots, other)) {
    if (slot[lead] === null) {
      let at: number = previous === null ? 0 : order.indexOf(previous) + 1;
      const isLeadsOwn = (next: Slot | undefined) => next !== undefined && next[other] === null;
      if (lead === "ours") while (isLeadsOwn(order[at])) at++;
      order.splice(at, 0, slot);
    }
    previous = slot;
  }
  return order;
}

/**
 * Merges two lists: applies the additions, removals, moves and changes of both sides. Items that both sides have are
 * merged by `merge`.
 */
export function mergeList<T>(record: MergeRecord, lists: Three<readonly T[]>, rules: ListMerge<T>): T[] {
  const of = (slot: Slot, side: keyof Three<T>) => {
    const index = slot[side];
    return index === null ? undefined : lists[side][index];
  };
  const merged: T[] = [];
  for (const slot of ordered(record, lists, rules)) {
    const [base, ours, theirs] = [of(slot, "base"), of(slot, "ours"), of(slot, "theirs")];
    const known = ours ?? theirs;
    if (known === undefined) continue;
    const pointer = `${rules.place.pointer}/${merged.length}`;
    const isKept = ours !== undefined && theirs !== undefined;
    // An item that may be removed is labelled by its position in the base.
    const index = isKept ? merged.length : (slot.base ?? merged.length);
    const place = { id: `${rules.place.id}/${slot.id}`, pointer, label: rules.label(known, index) };
    const item = isKept
      ? rules.merge(record, place, { base, ours, theirs })
      : mergeOneSided(record, place, { base, ours, theirs }, rules);
    if (item !== undefined) merged.push(item);
  }
  return merged;
}

function ordered<T>(
  record: MergeRecord,
  lists: Three<readonly T[]>,
  { place, label, order, ...rules }: ListMerge<T>,
): Slot[] {
  const slots = lineUp(lists, rules);
  const lead = sideWithNewOrder(slots);
  if (lead !== null || order === undefined) return inOrderOf(slots, lead ?? "ours");
  const show = (side: keyof Three<T>) => lists[side].map((item, index) => label(item, index)).join("\n");
  const choice = record.choose({
    pointer: place.pointer,
    id: `${place.id}/order`,
    label: order,
    kind: "value",
    line: null,
    base: show("base"),
    ours: show("ours"),
    theirs: show("theirs"),
  });
  return inOrderOf(slots, choice && "take" in choice && choice.take === "theirs" ? "theirs" : "ours");
}

/** Merges an item that only one side has: that side added it, or the other side removed it. */
function mergeOneSided<T>(
  record: MergeRecord,
  place: MergePath,
  { base, ours, theirs }: Three<T | undefined>,
  { show, write }: ListMerge<T>,
): T | undefined {
  const known = ours ?? theirs;
  if (known === undefined) return undefined;
  const missing: MergeSide = ours === undefined ? "ours" : "theirs";
  if (base === undefined) {
    const side = missing === "ours" ? "theirs" : "ours";
    record.take({ ...place, side, before: null, after: show(known) });
    return known;
  }
  if (isSame(base, known)) {
    record.take({ ...place, side: missing, before: show(base), after: null });
    return undefined;
  }
  const text = (item: T | undefined) => (item === undefined ? null : show(item));
  const shown = { base: show(base), ours: text(ours), theirs: text(theirs) };
  const choice = record.choose({
    ...place,
    ...shown,
    kind: write ? "text" : "value",
    line: write ? { ours: 1, theirs: 1 } : null,
  });
  if (choice && "text" in choice) return write ? write(known, choice.text) : known;
  if (choice?.take === "ours") return ours;
  return choice?.take === "theirs" ? theirs : known;
}
