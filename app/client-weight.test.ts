import { describe, expect, test } from "vitest";
import { readSources } from "@/scripts/test/source-tree";

const files = new Map(readSources("app", "components", "lib").map((file) => [file.path, file]));

/** What a page sends to the browser before anything is opened: packages, each with the chain of files that needs it. */
function packagesOf(page: string): Map<string, string> {
  const chains = new Map<string, string>();
  const packages = new Map<string, string>();
  // Files on the server first, up to the border that "use client" marks; then what stands behind the border.
  const onServer = new Set<string>();
  const inBrowser: string[] = [];
  const visitServer = (path: string): void => {
    const file = files.get(path);
    if (!file || onServer.has(path) || file.directive === "use server") return;
    onServer.add(path);
    if (file.directive === "use client") {
      chains.set(path, path);
      inBrowser.push(path);
      return;
    }
    for (const { file: next, isTypeOnly } of file.imports) if (next && !isTypeOnly) visitServer(next);
  };
  visitServer(page);
  for (let path = inBrowser.shift(); path !== undefined; path = inBrowser.shift()) {
    const file = files.get(path);
    if (!file || file.directive === "use server") continue;
    for (const { file: next, specifier, isTypeOnly, isLate } of file.imports) {
      if (isTypeOnly || isLate) continue;
      const chain = `${chains.get(path)} > ${next ?? specifier}`;
      if (next === null) packages.set(specifier, packages.get(specifier) ?? chain);
      else if (!chains.has(next)) {
        chains.set(next, chain);
        inBrowser.push(next);
      }
    }
  }
  return packages;
}

const pages = [...files.keys()].filter((path) => /^app\/(.*\/)?(page|layout|error|loading|not-found)\.tsx$/.test(path));
/** What is larger than a page, and why it may not come with one. */
const heavy = /^(zod|ajv|ajv-formats|re2js|recharts|monaco-editor|yaml|sonner|react-hook-form)(\/|$)/;
const allowed: Record<string, RegExp> = {
  "app/[workspace]/evaluations/suites/[id]/(cases)/page.tsx": /^zod$/, // a cell is read as it is typed
  "app/(personal)/device/page.tsx": /^(zod\/mini|react-hook-form)$/, // the form is the page
};

describe("the JavaScript of a page", () => {
  test("is followed across files up to dynamic imports", () => {
    const editor = packagesOf("app/[workspace]/prompts/[name]/page.tsx");
    expect([...editor.keys()]).toContain("liquidjs");
    expect([...editor.keys()]).not.toContain("recharts");
    expect(pages.length).toBeGreaterThan(40);
  });

  test.each(pages)("%s contains no chart, schema or editor library", (page) => {
    const found = [...packagesOf(page)].filter(([name]) => heavy.test(name) && !allowed[page]?.test(name));
    expect(found.map(([, chain]) => chain)).toEqual([]);
  });
});
