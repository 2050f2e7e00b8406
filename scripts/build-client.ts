/**
 * `npm run build:client`: builds the client for publication in packages/client/dist: ESM, CommonJS and types. Imports
 * from `lib` are bundled. The Liquid engine is a separate file, loaded when a template needs it.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "esbuild";
import { formatBytes } from "./command-line";
import { root } from "./root";

const here = join(root, "packages/client");
/** The output folder of the package. */
export const clientDist = join(here, "dist");
/**
 * Loaded lazily: `liquid` and `parts` for templates that need them, `stream` to follow changes, `sender` for the first
 * event, `requests` for the first format, `pinned` for a version by its number.
 */
const late = ["liquid", "parts", "stream", "sender", "requests", "pinned"] as const;
/** The maximum compressed size of the main entry, in bytes. */
export const mostBytes = 12_300;

/**
 * Lazy imports stay separate files, named with their extension. The table of HTTP statuses of server errors is omitted,
 * because the client only uses the codes.
 */
const besides = (ending: string): Plugin => ({
  name: "besides",
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`^\\./(${late.join("|")})$`) }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path: `${path}.${ending}`, external: true } : null,
    );
    onResolve({ filter: /^@\/lib\/core\/errors$/ }, () => ({ path: join(here, "src/app-error.ts") }));
  },
});

/** In the main entry, rendering of parts and schemas is loaded lazily from `parts`. */
const partsLate: Plugin = {
  name: "parts-late",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/(compile-parts|media|value-schema)$/ }, () => ({
      path: join(here, "src/late-parts.ts"),
    }));
  },
};

async function bundle(
  format: "esm" | "cjs",
  outdir: string,
  entries: readonly string[],
  plugins: Plugin[] = [],
): Promise<void> {
  const ending = format === "esm" ? "js" : "cjs";
  await build({
    absWorkingDir: here,
    entryPoints: Object.fromEntries(entries.map((name) => [name, `src/${name}.ts`])),
    outdir,
    outExtension: { ".js": `.${ending}` },
    bundle: true,
    minify: true,
    lineLimit: 400, // Node prints the line of an error that nobody catches
    format,
    platform: format === "cjs" ? "node" : "neutral", // lets Node detect the exports of CommonJS for import()
    target: ["es2022", "node18"],
    alias: { liquidjs: join(root, "node_modules/liquidjs/dist/liquid.browser.mjs") }, // it reads no files
    external: ["node:*"],
    plugins: [besides(ending), ...plugins],
    legalComments: "none",
    logLevel: "warning",
  });
}

/** Writes the types of the entries and of their imports, with the extensions that Node's resolution requires. */
function writeTypes(outdir: string): void {
  const emitted = join(outdir, "types");
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [tsc, "-p", "tsconfig.build.json", "--outDir", emitted], {
    cwd: here,
    stdio: "inherit",
  });
  const source = join(emitted, "packages/client/src");
  const waiting = ["index", "node", "wrap"];
  for (const name of waiting) {
    const text = readFileSync(join(source, `${name}.d.ts`), "utf8");
    if (text.includes('"@/')) throw new Error(`The types of ${name} name files that are not published.`);
    const needed = [...text.matchAll(/(?:from |import\()"(\.[^"]+)"/g)].map(([, path = ""]) =>
      join(dirname(name), path),
    );
    waiting.push(...needed.filter((one) => !waiting.includes(one)));
    for (const ending of ["js", "cjs"] as const) {
      const path = join(outdir, `${name}.d.${ending === "js" ? "ts" : "cts"}`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text.replaceAll(/((?:from |import\()"\.[^"]+)"/g, `$1.${ending}"`));
    }
  }
  rmSync(emitted, { recursive: true });
}

/** Builds the package. Returns the compressed size of the main entry. */
export async function buildClient(outdir = clientDist): Promise<{ bytes: number }> {
  rmSync(outdir, { recursive: true, force: true });
  for (const format of ["esm", "cjs"] as const) {
    await bundle(format, outdir, ["index"], [partsLate]);
    await bundle(format, outdir, ["node", "wrap", ...late]);
  }
  await bundle("esm", outdir, ["bin"]);
  const bin = join(outdir, "bin.js");
  writeFileSync(bin, `#!/usr/bin/env node\n${readFileSync(bin, "utf8")}`, { mode: 0o755 });
  writeTypes(outdir);
  return { bytes: gzipSync(readFileSync(join(outdir, "index.js")), { level: 9 }).byteLength };
}

if (basename(process.argv[1] ?? "") === "build-client.ts") {
  const { bytes } = await buildClient();
  console.log(`  client      ${formatBytes(bytes)} compressed, of at most ${formatBytes(mostBytes)}`);
  if (bytes > mostBytes) process.exitCode = 1;
}
