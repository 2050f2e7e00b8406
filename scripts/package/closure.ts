/** Computes which installed packages a set of packages needs at run time. */
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

type Manifest = {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
};

/** The required dependencies of a package, and the optional ones installed for this platform. */
function needsOf(folder: string): string[] {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = manifest;
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta?.[name]?.optional);
  return [...Object.keys(dependencies ?? {}), ...Object.keys(optionalDependencies ?? {}), ...peers];
}

/** The folder in which Node finds the package from `from`. Null: it is not installed. */
function findPackage(root: string, from: string, name: string): string | null {
  for (let folder = from; ; folder = join(folder, "..")) {
    const found = join(folder, "node_modules", name);
    if (existsSync(join(found, "package.json"))) return found;
    if (relative(root, folder) === "") return null;
  }
}

/**
 * Returns the folders, relative to `root`, of these packages and all their dependencies. Packages for which `isLeftOut`
 * is true are omitted, with dependencies that only they need. Platform-specific dependencies and required peers count
 * if they are installed. Throws if a root package is missing.
 */
export function packageClosure(root: string, names: readonly string[], isLeftOut: (name: string) => boolean): string[] {
  const found = new Set<string>();
  const visit = (from: string, name: string, isNeeded: boolean): void => {
    if (isLeftOut(name)) return;
    const folder = findPackage(root, from, name);
    if (!folder && isNeeded) throw new Error(`The package ${name} is not installed. Run npm ci first.`);
    if (!folder || found.has(folder)) return;
    found.add(folder);
    for (const next of needsOf(folder)) visit(folder, next, false);
  };
  for (const name of names) visit(root, name, true);
  return [...found].map((folder) => relative(root, folder)).sort();
}
