import { expect, test } from "vitest";
import { readSources } from "@/scripts/test/source-tree";

const files = new Map(
  readSources("lib", "components", "app").flatMap((file) => (file.isTest ? [] : [[file.path, file] as const])),
);
const clientFiles = [...files.values()].filter(({ directive }) => directive === "use client");

/** What must stay on the server: modules of Node, and the measures of scorers, which load ajv and RE2. */
const isServerOnly = (specifier: string, file: string | null) =>
  specifier.startsWith("node:") || file === "lib/evaluation/scorers/registry.ts";

/** The ways from a client file to something that must stay on the server; a server action is a call, not an import. */
function leaks(path: string, trail: readonly string[], seen: Set<string>): string[] {
  const file = files.get(path);
  if (!file || seen.has(path) || file.directive === "use server") return [];
  seen.add(path);
  return file.imports
    .filter(({ isTypeOnly }) => !isTypeOnly)
    .flatMap(({ specifier, file: next }) => {
      if (isServerOnly(specifier, next)) return [[...trail, path, specifier].join(" → ")];
      return next ? leaks(next, [...trail, path], seen) : [];
    });
}

test("browser code imports no server code", () => {
  expect(clientFiles.length).toBeGreaterThan(100);
  expect(clientFiles.flatMap(({ path }) => leaks(path, [], new Set()))).toEqual([]);
});

test("browser code reads the workspace from the address, not from a prop", () => {
  const takesWorkspace = /function [A-Z]\w*\(\{[^}]*\bworkspace\b/;
  const found = clientFiles.filter(
    ({ path, text }) => path.startsWith("app/[workspace]/") && takesWorkspace.test(text),
  );
  expect(found.map(({ path }) => path)).toEqual([]);
});
