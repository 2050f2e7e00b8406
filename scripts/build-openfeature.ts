/** `npm run build:openfeature`: builds the OpenFeature provider for publication in packages/openfeature/dist. */
import { execFileSync } from "node:child_process";
import { copyFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { root } from "./root";

const here = join(root, "packages/openfeature");

/** Builds the package: ESM, CommonJS and types. The application provides the SDK and the client. */
export async function buildOpenFeature(outdir = join(here, "dist")): Promise<void> {
  rmSync(outdir, { recursive: true, force: true });
  for (const [format, ending] of [
    ["esm", "js"],
    ["cjs", "cjs"],
  ] as const)
    await build({
      absWorkingDir: here,
      entryPoints: { index: "src/index.ts" },
      outdir,
      outExtension: { ".js": `.${ending}` },
      bundle: true,
      format,
      platform: "node",
      target: "node20",
      external: ["@openfeature/*", "@understudy/*"],
      logLevel: "warning",
    });
  const emitted = join(outdir, "types");
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [tsc, "-p", "tsconfig.build.json", "--outDir", emitted], {
    cwd: here,
    stdio: "inherit",
  });
  const types = join(emitted, "packages/openfeature/src/index.d.ts");
  for (const ending of ["d.ts", "d.cts"]) copyFileSync(types, join(outdir, `index.${ending}`));
  rmSync(emitted, { recursive: true });
}

if (basename(process.argv[1] ?? "") === "build-openfeature.ts") await buildOpenFeature();
