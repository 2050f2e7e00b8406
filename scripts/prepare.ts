/** Everything between `npm ci` and a server that can start: Monaco's files in public/, and the production build. */
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { waitForFile } from "./file-lock";
import { root } from "./root";
import { hashSources } from "./source-hash";

const require = createRequire(import.meta.url);
/** A package of Understudy holds the build and the editor already, and no sources. */
const isPackaged = existsSync(join(root, "dist/packaged"));
const marker = join(root, ".next/understudy-build");

/** Copies the editor into public/, so that no page asks another host for it. Returns whether it copied. */
export function copyMonaco(): boolean {
  if (isPackaged) return false;
  const source = join(root, "node_modules/monaco-editor/min/vs");
  const target = join(root, "public/monaco");
  const { version } = JSON.parse(readFileSync(join(source, "../../package.json"), "utf8")) as { version: string };
  const stamp = join(target, "version");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === version) return false;
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  cpSync(source, join(target, "vs"), { recursive: true });
  writeFileSync(stamp, version);
  return true;
}

const sourceHash = () =>
  hashSources(
    [
      "package-lock.json",
      "prisma/schema.prisma",
      "proxy.ts",
      "next.config.mjs",
      "postcss.config.mjs",
      "tailwind.config.ts",
    ],
    ["app", "components", "lib"],
  );

/** Whether .next holds a production build of exactly these sources. */
export function isBuilt(): boolean {
  if (isPackaged) return true;
  return existsSync(marker) && readFileSync(marker, "utf8") === sourceHash();
}

/**
 * Runs `next build`; throws with its output when it fails. Two starts in one folder share one build: the second waits and
 * finds it done. `signal` ends it.
 */
export async function build(signal?: AbortSignal): Promise<void> {
  const onWait = (holder: string) =>
    console.log(`              another start (process ${holder}) is building; waiting`);
  const release = await waitForFile(join(root, "dist/build.lock"), { signal, onWait });
  try {
    if (!isBuilt()) await runBuild(signal);
  } finally {
    release();
  }
}

async function runBuild(signal?: AbortSignal): Promise<void> {
  const hash = sourceHash();
  rmSync(marker, { force: true });
  const child = spawn(process.execPath, [require.resolve("next/dist/bin/next"), "build"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    ...(signal && { signal }),
  });
  child.once("error", () => {}); // being ended by the signal; told by the exit code
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk));
  const code = await new Promise<number | null>((done) => child.once("exit", done));
  if (code !== 0) throw new Error(`The build failed.\n${output}`);
  writeFileSync(marker, hash);
}
