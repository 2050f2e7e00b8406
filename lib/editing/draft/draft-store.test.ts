import { expect, it } from "vitest";
import { memoryStore } from "@/lib/testing/memory-store";
import { toDraft } from "./draft-content";
import { forgetDraft, keepDraft, readDrafts, type Store, type StoredDraft } from "./draft-store";

function stored(version: number, at: number, tab = "t"): StoredDraft {
  const content = { type: "chat" as const, messages: [{ role: "system" as const, content: `v${version}` }] };
  return { base: { version, content }, seen: version, draft: toDraft(content), at, tab, over: null };
}

const mara = { promptId: "p", userId: "mara", copy: null };
const times = (store: Store, place = mara) => readDrafts(store, place).map(({ at }) => at);

it("keeps one draft per tab and base version, separately per person and copy", () => {
  const store = memoryStore();
  keepDraft(store, mara, stored(5, 1));
  keepDraft(store, mara, stored(5, 2));
  keepDraft(store, mara, stored(5, 3, "another"));
  keepDraft(store, mara, stored(4, 4));
  expect(times(store)).toEqual([4, 3, 2]);
  expect(readDrafts(store, { ...mara, userId: "priya" })).toEqual([]);
  const copy = { ...mara, copy: "c" };
  keepDraft(store, copy as never, stored(5, 5));
  expect([times(store), times(store, copy as never)]).toEqual([[4, 3, 2], [5]]);
  forgetDraft(store, mara, stored(5, 0, "another"));
  expect(times(store)).toEqual([4, 2]);
  expect(times(store, copy as never)).toEqual([5]);
});

it("keeps the twenty newest", () => {
  const store = memoryStore();
  for (let version = 1; version <= 22; version++) keepDraft(store, mara, stored(version, version));
  expect([times(store)[0], times(store).at(-1)]).toEqual([22, 3]);
});

it("reads drafts of older releases, without tab and copy", () => {
  const store = memoryStore();
  const { tab: _, over: __, ...old } = stored(3, 7);
  store.setItem("understudy.drafts.1.p.mara", JSON.stringify([old]));
  expect(times(store)).toEqual([7]);
  forgetDraft(store, mara, old);
  expect(times(store)).toEqual([]);
});

it("ignores unreadable drafts, and reports a full store", () => {
  const store = memoryStore();
  store.setItem("understudy.drafts.1.p.mara", '[{"at":1},null,3]');
  expect(readDrafts(store, mara)).toEqual([]);
  const full: Store = {
    ...store,
    setItem: () => {
      throw new Error("full");
    },
  };
  expect(keepDraft(full, mara, stored(1, 1))).toBe(false);
});
