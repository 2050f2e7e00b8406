/**
 * Writes the files of something new, with a test, and registers it:
 *
 *   npm run new job nightly-report      lib/jobs/definitions/nightly-report.ts
 *   npm run new scorer ends_with        lib/evaluation/scorers/definitions/ends-with.ts and forms/ends-with.ts
 *   npm run new alert guard-slow        lib/alerts/definitions/guard-slow.ts
 *   npm run new importer other-tool     lib/registry/transfer/importers/other-tool.ts
 *   npm run new page spending           app/[workspace]/spending/page.tsx
 *
 * What it writes works as it stands, so that types, lint and tests pass before anything is changed.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { newAlert } from "./new/alert";
import { newImporter } from "./new/importer";
import { newJob } from "./new/job";
import { type Changes, kebab } from "./new/naming";
import { newPage } from "./new/page";
import { newScorer } from "./new/scorer";
import { root } from "./root";

const kinds: Record<string, (name: string) => Changes> = {
  alert: newAlert,
  importer: newImporter,
  job: newJob,
  page: newPage,
  scorer: newScorer,
};

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
// All edits are computed before one is written, so that a failure changes nothing.
const edited = Object.entries(edits).map(
  ([path, edit]) => [path, edit(readFileSync(join(root, path), "utf8"))] as const,
);
for (const [path, content] of edited) {
  writeFileSync(join(root, path), content);
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
// The types of the address of a page.
const next = join(root, "node_modules/next/dist/bin/next");
if (kind === "page") execFileSync(process.execPath, [next, "typegen"], { cwd: root, stdio: "pipe" });
const test = touched.find((path) => path.endsWith(".test.ts"));
const run = test
  ? `npm run test:unit -- ${test}`
  : `npm run test:e2e -- e2e/pages.spec.ts e2e/looks.spec.ts -t "${kebab(name)} is"`;
console.log(`\nNow edit what was written, then: npm run check && ${run}`);
