/** `npm run build:cli`: builds the command line `understudy` as one file, packages/cli/dist/understudy.js. */
import { rmSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { root } from "./root";

const here = join(root, "packages/cli");

/** Builds it. Returns the path of the program. */
export async function buildCli(outdir = join(here, "dist")): Promise<string> {
  const outfile = join(outdir, "understudy.js");
  rmSync(outdir, { recursive: true, force: true });
  await build({
    absWorkingDir: here,
    entryPoints: ["src/understudy.ts"],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    banner: { js: "#!/usr/bin/env node" },
    alias: { "@/lib/core/errors": join(root, "packages/client/src/app-error.ts") },
    legalComments: "none",
    logLevel: "warning",
  });
  return outfile;
}

if (basename(process.argv[1] ?? "") === "build-cli.ts") console.log(`  understudy  ${await buildCli()}`);
