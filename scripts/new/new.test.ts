import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../root";
import { newAlert } from "./alert";
import { newImporter } from "./importer";
import { newJob } from "./job";
import { camel, label, register, snake } from "./naming";
import { newPage } from "./page";
import { newScorer } from "./scorer";

test("a name in its four notations", () => {
  expect([camel("ends-with-2"), snake("ends-with-2"), label("ends-with-2")]).toEqual([
    "endsWith2",
    "ends_with_2",
    "Ends with 2",
  ]);
});

describe("a list in a source", () => {
  const change = { importing: 'import { b } from "./b";', opening: "const all = [", entry: "b" };

  test("gets an entry at its end, with and without a trailing comma", () => {
    expect(register("const all = [a];\n", change)).toBe('import { b } from "./b";\nconst all = [a, b];\n');
    expect(register("const all = [\n  a,\n] as const;\n", change)).toContain("a, b] as const;");
  });

  test("gets one before all others", () => {
    const first = { ...change, at: "start" as const };
    expect(register("const all = [\n  a,\n];\n", first)).toBe('import { b } from "./b";\nconst all = [b, a,\n];\n');
  });

  test("must be there", () => {
    expect(() => register("const some = [a];", change)).toThrow("no list");
  });
});

describe.each([
  ["alert", newAlert],
  ["importer", newImporter],
  ["job", newJob],
  ["scorer", newScorer],
] as const)("a new %s", (_, make) => {
  const { files, edits } = make("brand-new");

  test("has a test, and every file is named after it", () => {
    expect(Object.keys(files).some((path) => path.endsWith(".test.ts"))).toBe(true);
    for (const path of Object.keys(files)) expect(path).toMatch(/\/brand-new(\.test)?\.ts$/);
  });

  test("is registered in the files with the list", () => {
    for (const [path, edit] of Object.entries(edits)) {
      const current = readFileSync(join(root, path), "utf8");
      expect(edit(current)).toMatch(/\bbrandNew(Form)?\]|\[brandNew,|\[json\("brand-new"|"brand\.new": </);
      if (!path.startsWith("lib/testing/") && !path.startsWith("app/"))
        expect(edit(current)).toMatch(/^import \{ brandNew/);
    }
  });
});

test("a new page is checked by the journeys", () => {
  const { files, edits } = newPage("brand-new");
  expect(Object.keys(files)).toEqual(["app/[workspace]/brand-new/page.tsx"]);
  for (const [path, edit] of Object.entries(edits))
    expect(edit(readFileSync(join(root, path), "utf8"))).toContain('"brand-new": "brand-new",');
});
