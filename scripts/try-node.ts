/**
 * Tests the lock file, the unit tests and one journey on another version of Node: `npm run test:node -- 24`, or `-- 22
 * 24 26`. Arguments after the versions replace the tests: `npm run test:node -- 24 unit`, `-- 24 e2e e2e/keys.spec.ts`.
 *
 * The binary is installed from Node's own npm packages into a cache folder outside of this one.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { root } from "./root";

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "understudy/node");
const usual = [["unit"], ["e2e", "e2e/release.spec.ts"]];

/** A file of a package outside of this project. Installs the package if it is missing. */
function install(name: string, version: string, file: string): string {
  const prefix = join(cache, name === "npm" ? `npm-${version}` : version);
  const path = join(prefix, "node_modules", name, file);
  if (existsSync(path)) return path;
  mkdirSync(prefix, { recursive: true });
  const args = ["install", "--prefix", prefix, "--no-audit", "--no-fund", `${name}@${version}`];
  const { status } = spawnSync("npm", args, { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0 || !existsSync(path)) throw new Error(`${name}@${version} could not be installed.`);
  return path;
}

/** The folder of a version's `node`. */
const installNode = (version: string) =>
  dirname(install(`node-${process.platform}-${process.arch}`, version, "bin/node"));

/** Whether `npm ci` of npm 10, which Node 20 and 22 include, accepts the lock file. Installs nothing here. */
function checkLockFile(bin: string): boolean {
  const npm = install("npm", "10", "bin/npm-cli.js");
  const { status } = spawnSync(join(bin, "node"), [npm, "ci", "--dry-run", "--ignore-scripts"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  return status === 0;
}

function run(bin: string, args: readonly string[]): Promise<boolean> {
  // Child processes of the tests also find this version first.
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  const child = spawn(join(bin, "node"), ["--import", "tsx", join(root, "scripts/test.ts"), ...args], {
    cwd: root,
    env,
    stdio: "inherit",
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((done) => child.once("exit", (code) => done(code === 0)));
}

const args = process.argv.slice(2);
const versions = args.filter((arg) => /^\d+(\.\d+)*$/.test(arg));
const chosen = args.filter((arg) => !versions.includes(arg));
if (versions.length === 0) {
  console.error("usage: npm run test:node -- <version>… [what `npm test` takes]");
  process.exit(2);
}
const results: string[] = [];
const note = (what: string, isGood: boolean) => {
  if (!isGood) process.exitCode = 1;
  results.push(`${what}: ${isGood ? "passed" : "failed"}`);
};
for (const version of versions) {
  const bin = installNode(version);
  const { stdout } = spawnSync(join(bin, "node"), ["--version"], { encoding: "utf8" });
  if (chosen.length === 0) note(`Node ${stdout.trim()}: npm 10 ci`, checkLockFile(bin));
  for (const part of chosen.length > 0 ? [chosen] : usual) {
    const what = `Node ${stdout.trim()}: ${part.join(" ")}`;
    console.log(`\n${what}`);
    note(what, await run(bin, part));
  }
}
console.log(`\n${results.join("\n")}`);
