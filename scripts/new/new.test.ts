import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../root";
import { newJob } from "./job";
import { camel, label, register, snake } from "./naming";
import { newScorer } from "./scorer";

test("a name in its four forms", () => {
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

  test("must be there", () => {
    expect(() => register("const some = [a];", change)).toThrow("no list");
  });
});

describe.each([
  ["job", newJob],
  ["scorer", newScorer],
] as const)("a new %s", (_, make) => {
  const { files, edits } = make("brand-new");

  test("brings a test, and every file is named after it", () => {
    expect(Object.keys(files).some((path) => path.endsWith(".test.ts"))).toBe(true);
    for (const path of Object.keys(files)) expect(path).toMatch(/\/brand-new(\.test)?\.ts$/);
  });

  test("is registered in files that have the list", () => {
    for (const [path, edit] of Object.entries(edits)) {
      const current = readFileSync(join(root, path), "utf8");
      expect(edit(current)).toMatch(/brandNew(Form)?\]/);
      expect(edit(current)).toMatch(/^import \{ brandNew/);
    }
  });
});
