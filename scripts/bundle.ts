/**
 * Bundles the server's own code into `dist/` with esbuild, so that its processes start without compiling TypeScript.
 * Packages are not bundled.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { generateClient } from "./prisma";
import { root } from "./root";
import { hashSources } from "./source-hash";
import { makeVersion } from "./versions";

/**
 * Each bundle has a folder named by the hash of its sources, so that a running server keeps its files when a new bundle
 * is created.
 */
const dist = join(root, "dist");
/** The name of the bundle for the next start. */
const current = join(dist, "current");

/** The entry file of every process and thread, by its name in `dist/`. */
const entries = {
  server: "server.ts",
  runtime: "server/runtime.ts",
  studio: "server/studio.ts",
  worker: "server/worker.ts",
  setup: "server/setup.ts",
  backup: "scripts/backup.ts",
  restore: "scripts/restore.ts",
  verify: "scripts/verify.ts",
  "reset-password": "scripts/reset-password.ts",
  doctor: "scripts/doctor.ts",
  "rotate-secrets": "scripts/rotate-secrets.ts",
  "bundle-thread": "lib/runtime/bundle/worker.ts",
  "event-thread": "lib/api/event-intake/worker.ts",
  "work-thread": "lib/api/work/worker.ts",
};

const sourceHash = () =>
  hashSources(["server.ts", "prisma/schema.prisma", "package-lock.json"], ["lib", "server", "scripts", "prisma"]);

/** Creates the bundle of the current sources, and the database client, unless it exists. Returns whether it did. */
export async function bundle(): Promise<boolean> {
  await generateClient();
  const name = sourceHash().slice(0, 16);
  const isMade = !existsSync(join(dist, name));
  await makeVersion(dist, name, make);
  if (!existsSync(current) || readFileSync(current, "utf8") !== name) writeFileSync(current, name);
  return isMade;
}

async function make(folder: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: folder,
    bundle: true,
    splitting: true,
    packages: "external",
    platform: "node",
    target: "node20",
    format: "esm",
    sourcemap: "linked",
    sourcesContent: false, // a logged stack needs only the positions
    define: { UNDERSTUDY_BUNDLE: "true" },
    logLevel: "warning",
  });
}

if (process.argv[1] === join(root, "scripts/bundle.ts")) {
  const began = performance.now();
  if (await bundle())
    console.log(`  bundle      server code bundled (${((performance.now() - began) / 1000).toFixed(1)} s)`);
}
