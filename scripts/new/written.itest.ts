/** @module-tag slow */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../root";

const folder = mkdtempSync(join(tmpdir(), "understudy-new-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a script of package.json in the copy. Throws with what it printed if it fails. */
function run(...args: string[]): string {
  const env = { ...process.env, VITEST: "", NO_COLOR: "1" };
  return execFileSync("npm", ["run", "--silent", ...args], { cwd: folder, env, encoding: "utf8" });
}

const commands = [...readFileSync(join(root, "CONTRIBUTING.md"), "utf8").matchAll(/^npm run (new \w+ \S+)$/gm)];
const kinds = commands.map(([, command = ""]) => command);

beforeAll(() => {
  const list = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root });
  const paths = [
    ...list
      .toString()
      .split("\0")
      .filter((path) => path && existsSync(join(root, path))),
    "lib/core/generated",
  ];
  for (const path of paths) cpSync(join(root, path), join(folder, path), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
});

test("every command of CONTRIBUTING writes files that pass the types and the tests", { timeout: 600_000 }, () => {
  expect(kinds.map((command) => command.split(" ")[1])).toEqual(["scorer", "job", "alert", "importer", "page"]);
  const printed = kinds.map((command) => run(...command.split(" ")));
  for (const text of printed) expect(text).toMatch(/^written {2}/m);
  expect(run("test", "--", "types")).toMatch(/^1 passed, 0 failed/m);
  const lists = [
    "alerts/registry",
    "evaluation/scorers",
    "jobs/registry",
    "registry/transfer",
    "api/v1/openapi-document",
  ];
  const tests = [...lists.map((path) => `lib/${path}`), "definitions", "scripts/derive", "app/guarded"];
  expect(run("test", "--", "unit", ...tests)).toMatch(/, 0 failed/);
});
