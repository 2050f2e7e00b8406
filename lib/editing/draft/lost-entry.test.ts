import { expect, test } from "vitest";
import { draftFormOf } from "@/lib/testing/draft-form";
import { findLostEntry, putBack } from "./lost-entry";

const before = draftFormOf("one", "two", "three");
const id = before.entries[1]?.id ?? "";
const after = { ...before, entries: before.entries.filter((entry) => entry.id !== id) };

test("a message that a person was in is found and put back where it stood", () => {
  const lost = findLostEntry(before, after, id);
  expect(lost).toEqual({ entry: before.entries[1], index: 1 });
  expect(lost && putBack(after, lost)).toEqual(before);
  expect(lost && putBack(before, lost)).toEqual(before);
  expect(findLostEntry(before, after, `${id}:part`)).toEqual(lost);
});

test("nothing is lost if the person was elsewhere, or nowhere", () => {
  expect(findLostEntry(before, after, before.entries[0]?.id ?? "")).toBeNull();
  expect(findLostEntry(before, after, null)).toBeNull();
  expect(findLostEntry(before, before, id)).toBeNull();
});
