import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, expect, test } from "vitest";
import { describeError } from "./logger";
import { nameSources } from "./source-positions";

const folder = mkdtempSync(join(tmpdir(), "sources-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes and bundles a source file whose fourth line throws, and returns the bundled file. */
async function bundle(name: string): Promise<string> {
  const entry = join(folder, `${name}.ts`);
  writeFileSync(entry, "type Nothing = null;\n\nexport function fail(): Nothing {\n  throw new Error('first');\n}\n");
  const outfile = join(folder, "built", `${name}.js`);
  await build({ entryPoints: [entry], outfile, format: "esm", sourcemap: "linked", sourcesContent: false });
  return outfile;
}

/** A stack as Node writes it. Vitest names sources itself. */
const stackAt = (file: string) => `Error: first\n    at line 2\n    at fail (${file}:2:9)\n    at ${file}:2:9`;

test("a logged stack names the sources of bundled code", async () => {
  const built = await bundle("one");
  const position = `${relative(process.cwd(), join(folder, "one.ts"))}:4:9`;
  for (const file of [built, pathToFileURL(built).href])
    expect(nameSources(stackAt(file))).toBe(
      `Error: first\n    at line 2\n    at fail (${position})\n    at ${position}`,
    );
  const error = Object.assign(new Error("first"), { stack: stackAt(built) });
  expect(describeError(error)).toMatchObject({ stack: expect.stringContaining(`at fail (${position})`) });
});

test("frames without a map, and lines of the message, stay as they are", () => {
  const missing = join(folder, "built/none.js");
  for (const stack of [
    stackAt(missing),
    "Error\n    at node:internal/process/task_queues:95:5\n    at async Promise.all (index 0)",
    "Error: no path\n    at x (file://elsewhere/a.js:1:1)\n    at y (file:///%2F.js:1:1)",
    `Error: ${" at x (".repeat(10_000)}\n${"    at x (".repeat(10_000)}/a.js:1:1`,
  ])
    expect(nameSources(stack)).toBe(stack);
});

test("a file that is no map is ignored", () => {
  const file = join(folder, "broken.js");
  writeFileSync(`${file}.map`, "{");
  expect(nameSources(stackAt(file))).toBe(stackAt(file));
});
