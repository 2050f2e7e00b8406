import { expect, test } from "vitest";
import { onlineEvaluationFields } from "@/lib/evaluation/online/schema";
import { guardFields } from "@/lib/guards/schema";
import { toWatchForm } from "./watch-form";
import { isOutdated, keepWatch, readWatch } from "./watch-store";

const form = toWatchForm(
  onlineEvaluationFields.parse({}),
  guardFields.parse({ metrics: [{ name: "completion", worse: "lower" }] }),
);
const seen = { online: null, guard: "2026-11-22T10:00:00.000Z" };

function newStore() {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}

test("an edit is stored by prompt and environment, until it is dropped", () => {
  const store = newStore();
  keepWatch(store, "p", "production", { form: { ...form, critical: "12" }, seen });
  expect(readWatch(store, "p", "production", form)).toEqual({ form: { ...form, critical: "12" }, seen });
  expect(readWatch(store, "p", "staging", form)).toBeNull();
  keepWatch(store, "p", "production", null);
  expect(readWatch(store, "p", "production", form)).toBeNull();
});

test("an edit that no longer matches the form is ignored", () => {
  const store = newStore();
  for (const kept of [
    "{",
    "null",
    '{"form":{"critical":"1"},"seen":{}}',
    JSON.stringify({ form: { ...form, scorers: {} }, seen }),
  ]) {
    store.setItem("understudy.watch.p.production", kept);
    expect(readWatch(store, "p", "production", form)).toBeNull();
  }
});

test("a full or forbidden store causes no error", () => {
  const broken = {
    getItem: () => {
      throw new Error("no");
    },
    setItem: () => {
      throw new Error("no");
    },
    removeItem: () => {
      throw new Error("no");
    },
  };
  expect(() => keepWatch(broken, "p", "production", { form, seen })).not.toThrow();
  expect(readWatch(broken, "p", "production", form)).toBeNull();
});

test("an edit is outdated once either part was changed", () => {
  expect(isOutdated(seen, { ...seen })).toBe(false);
  expect(isOutdated(seen, { ...seen, online: "2026-11-22T10:00:00.000Z" })).toBe(true);
});
