/**
 * The unit tests and one journey on another version of Node: `npm run test:node -- 24`, or `-- 22 24 26`.
 * What follows the versions replaces the tests: `npm run test:node -- 24 unit`, `-- 24 e2e e2e/keys.spec.ts`.
 *
 * The binary comes from Node's own npm packages into a cache folder outside of this one.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { root } from "./root";

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "understudy/node");
const usual = [["unit"], ["e2e", "e2e/release.spec.ts"]];

/** The folder of a version's `node`, installed when it is not there yet. */
function install(version: string): string {
  const prefix = join(cache, version);
  const name = `node-${process.platform}-${process.arch}`;
  const bin = join(prefix, "node_modules", name, "bin");
  if (existsSync(join(bin, "node"))) return bin;
  mkdirSync(prefix, { recursive: true });
  const { status } = spawnSync(
    "npm",
    ["install", "--prefix", prefix, "--no-audit", "--no-fund", `${name}@${version}`],
    {
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  if (status !== 0 || !existsSync(join(bin, "node"))) throw new Error(`${name}@${version} could not be installed.`);
  return bin;
}

function run(bin: string, args: readonly string[]): Promise<boolean> {
  // Processes that the tests start find this version first as well.
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
for (const version of versions) {
  const bin = install(version);
  const { stdout } = spawnSync(join(bin, "node"), ["--version"], { encoding: "utf8" });
  for (const part of chosen.length > 0 ? [chosen] : usual) {
    console.log(`\nNode ${stdout.trim()}: ${part.join(" ")}`);
    const isGood = await run(bin, part);
    if (!isGood) process.exitCode = 1;
    results.push(`Node ${stdout.trim()}: ${part.join(" ")}: ${isGood ? "passed" : "failed"}`);
  }
}
console.log(`\n${results.join("\n")}`);
