import { expect, test } from "vitest";
import { readSources } from "@/scripts/test/source-tree";

const sources = readSources("app").filter(({ isTest }) => !isTest);
const actionFiles = new Set(sources.filter(({ text }) => text.startsWith('"use server"')).map(({ path }) => path));

/** Calls of server actions whose promise may reject: the page then shows an error page, or stays busy. */
function unguarded(text: string, names: readonly string[]): string[] {
  return names.flatMap((name) => text.match(new RegExp(`\\b(?:await|void) ${name}\\(`, "g")) ?? []);
}

test("the check finds server actions, and calls that may reject", () => {
  expect(actionFiles.size).toBeGreaterThan(20);
  expect(unguarded("const result = await save({}); void load({}).then(show);", ["save", "load"])).toEqual([
    "await save(",
    "void load(",
  ]);
  expect(unguarded("await reach(() => save({}));", ["save"])).toEqual([]);
});

test("components call server actions through useAction, ActionDialog or reach", () => {
  const found = sources
    .filter(({ path }) => !actionFiles.has(path))
    .flatMap(({ path, text, imports }) => {
      const names = imports.filter(({ file }) => file && actionFiles.has(file)).flatMap((one) => one.names);
      return unguarded(text, names).map((call) => `${path}: ${call}`);
    });
  expect(found).toEqual([]);
});

test("useAction keeps the busy state of an action", () => {
  expect(sources.filter(({ text }) => /\bsetBusy\b/.test(text)).map(({ path }) => path)).toEqual([]);
});
