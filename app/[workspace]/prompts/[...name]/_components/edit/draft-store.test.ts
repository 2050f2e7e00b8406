import { expect, it } from "vitest";
import { toDraft } from "./draft-content";
import { dropDraft, keepDraft, readDraft, type Store, type StoredDraft } from "./draft-store";

function memory(): Store {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

function stored(version: number, at: number): StoredDraft {
  const content = { type: "chat" as const, messages: [{ role: "system" as const, content: `v${version}` }] };
  return { base: { version, content }, seen: version, draft: toDraft(content), at };
}

it("keeps one draft for each version started from, for each person", () => {
  const store = memory();
  keepDraft(store, "p", "mara", stored(5, 1));
  keepDraft(store, "p", "mara", stored(4, 2));
  expect(readDraft(store, "p", "mara")?.base.version).toBe(4);
  expect(readDraft(store, "p", "mara", 5)?.at).toBe(1);
  expect(readDraft(store, "p", "priya")).toBeNull();
  dropDraft(store, "p", "mara", 4);
  expect(readDraft(store, "p", "mara")?.base.version).toBe(5);
});

it("keeps the five newest", () => {
  const store = memory();
  for (let version = 1; version <= 7; version++) keepDraft(store, "p", "mara", stored(version, version));
  expect([2, 3, 7].map((version) => readDraft(store, "p", "mara", version)?.at ?? null)).toEqual([null, 3, 7]);
});

it("passes over what it cannot read, and a store that is full", () => {
  const store = memory();
  store.setItem("understudy.drafts.1.p.mara", '[{"at":1},null,3]');
  expect(readDraft(store, "p", "mara")).toBeNull();
  const full: Store = {
    ...store,
    setItem: () => {
      throw new Error("full");
    },
  };
  expect(() => keepDraft(full, "p", "mara", stored(1, 1))).not.toThrow();
});
