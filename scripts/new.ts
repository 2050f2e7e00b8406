/**
 * Writes the files of something new, with a test, and registers it:
 *
 *   npm run new job nightly-report      lib/jobs/definitions/nightly-report.ts
 *   npm run new scorer ends_with        lib/evaluation/scorers/definitions/ends-with.ts and forms/ends-with.ts
 *
 * What it writes works as it stands, so that types, lint and tests pass before anything is changed.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { newJob } from "./new/job";
import { type Changes, kebab } from "./new/naming";
import { newScorer } from "./new/scorer";
import { root } from "./root";

const kinds: Record<string, (name: string) => Changes> = { job: newJob, scorer: newScorer };

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

const [kind = "", name = ""] = process.argv.slice(2);
const make = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
if (!make) fail(`npm run new ${Object.keys(kinds).join("|")} <name>`);
if (!/^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/.test(name))
  fail("Give a name in small letters, with hyphens: npm run new job nightly-report");
const { files, edits } = make(kebab(name));
for (const path of Object.keys(files))
  if (existsSync(join(root, path))) fail(`${path} exists already. Choose another name.`);
for (const [path, edit] of Object.entries(edits)) {
  const full = join(root, path);
  writeFileSync(full, edit(readFileSync(full, "utf8")));
  console.log(`changed  ${path}`);
}
for (const [path, content] of Object.entries(files)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
  console.log(`written  ${path}`);
}
const touched = [...Object.keys(files), ...Object.keys(edits)];
const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
execFileSync(process.execPath, [biome, "check", "--write", ...touched], { cwd: root, stdio: "pipe" });
execFileSync(process.execPath, ["--import", "tsx", "scripts/derive.ts"], { cwd: root, stdio: "inherit" });
const test = touched.find((path) => path.endsWith(".test.ts")) ?? "";
console.log(`\nNow edit what was written, then: npm run check && npm run test:unit -- ${test}`);
