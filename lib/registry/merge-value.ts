import serialize from "canonicalize";
import { isRecord } from "@/lib/core/records";
import { inside, type MergePath, type MergeRecord, type Three, type ThreeSides } from "./merge-record";

/** Whether two JSON values are equal, ignoring the order of keys. */
export const isSame = (one: unknown, other: unknown): boolean => serialize(one) === serialize(other);

/** A value in readable form; null if it does not exist. */
export function showValue(value: unknown): string | null {
  if (value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** The side that changed the value. Null if neither changed it or both made the same change, "both" if they differ. */
export function changedBy({ base, ours, theirs }: Three<unknown>): "ours" | "theirs" | "both" | null {
  if (isSame(ours, theirs)) return null;
  if (isSame(base, ours)) return "theirs";
  return isSame(base, theirs) ? "ours" : "both";
}

/** Merges a value as a whole. An unresolved conflict keeps ours, or theirs if ours does not exist. */
export function mergeValue<T>(
  record: MergeRecord,
  place: MergePath,
  three: ThreeSides<T>,
  show: (value: T | undefined) => string | null = showValue,
): T {
  const { base, ours, theirs } = three;
  const side = changedBy(three);
  if (side === null) return ours;
  const shown = { base: show(base), ours: show(ours), theirs: show(theirs) };
  if (side !== "both") {
    record.take({ ...place, side, before: shown.base, after: shown[side] });
    return three[side];
  }
  const choice = record.choose({ ...place, kind: "value", ...shown, line: null });
  if (choice && "text" in choice) return readChosenValue(choice.text, ours ?? theirs) as T;
  if (choice?.take === "ours" || choice?.take === "theirs") return three[choice.take];
  return ours ?? theirs;
}

/** Reads a custom text as a value: as is if the value is a string, else as JSON if it is valid. */
function readChosenValue(text: string, like: unknown): unknown {
  if (typeof like === "string") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

type Fields = Record<string, unknown>;

/** Merges JSON key by key if both sides are objects, else as a whole. */
export function mergeJson(record: MergeRecord, place: MergePath, { base, ours, theirs }: Three<unknown>): unknown {
  if (!isRecord(ours) || !isRecord(theirs) || !(base === undefined || isRecord(base)))
    return mergeValue(record, place, { base, ours, theirs });
  return mergeFields(record, place, { base: base ?? {}, ours, theirs }, mergeJson);
}

/** Merges two objects key by key: our keys first, then theirs. `merge` merges each value. */
export function mergeFields(
  record: MergeRecord,
  place: MergePath,
  { base, ours, theirs }: Three<Fields>,
  merge: typeof mergeJson,
): Fields {
  const own = (fields: Fields, key: string) => (Object.hasOwn(fields, key) ? fields[key] : undefined);
  const entries = [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].map((key) => {
    const three = { base: own(base, key), ours: own(ours, key), theirs: own(theirs, key) };
    return [key, merge(record, inside(place, key, key), three)] as const;
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/**
 * The result for an optional list or object that is empty after the merge: empty or undefined, as on the side that
 * changed it.
 */
export function emptyOrAbsent<T>({ base, ours, theirs }: Three<unknown>, empty: T): T | undefined {
  return (isSame(base, ours) ? theirs : ours) === undefined ? undefined : empty;
}
