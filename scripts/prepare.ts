/** Everything between `npm ci` and a server that can start: Monaco's files in public/, and the production build. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { generateClient } from "./prisma";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const require = createRequire(import.meta.url);
const marker = join(root, ".next/understudy-build");

/** Copies the editor into public/, so that no page asks another host for it. Returns whether it copied. */
export function copyMonaco(): boolean {
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

function sourceFiles(): string[] {
  const files = [
    "package-lock.json",
    "prisma/schema.prisma",
    "proxy.ts",
    "next.config.mjs",
    "postcss.config.mjs",
    "tailwind.config.ts",
  ];
  const inside = ["app", "components", "lib"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)),
  );
  const isSource = (path: string) => /\.(ts|tsx|css|json|svg|ico|png)$/.test(path) && !/\.i?test\.tsx?$/.test(path);
  return [...files, ...inside.filter((path) => isSource(path) && !path.includes("generated"))].filter((path) =>
    existsSync(join(root, path)),
  );
}

function sourceHash(): string {
  const hash = createHash("sha256").update(process.version);
  for (const path of sourceFiles().sort())
    hash
      .update(path)
      .update("\0")
      .update(readFileSync(join(root, path)));
  return hash.digest("hex");
}

/** Whether .next holds a production build of exactly these sources. */
export function isBuilt(): boolean {
  return existsSync(marker) && readFileSync(marker, "utf8") === sourceHash();
}

/** Runs `next build`; throws with its output when it fails. `signal` ends it. */
export async function build(signal?: AbortSignal): Promise<void> {
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await generateClient();
  copyMonaco();
  await build();
}
