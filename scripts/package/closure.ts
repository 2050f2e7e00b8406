/** Which installed packages a set of packages needs at run time. */
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

type Manifest = {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
};

/** The folder that Node finds the package in, asked from `from`; null: it is not installed. */
function findPackage(root: string, from: string, name: string): string | null {
  for (let folder = from; ; folder = join(folder, "..")) {
    const found = join(folder, "node_modules", name);
    if (existsSync(join(found, "package.json"))) return found;
    if (relative(root, folder) === "") return null;
  }
}

/**
 * The folders, relative to `root`, of these packages and all that they need; what is in `without` is left out together with
 * what only it needs. Optional and peer dependencies count where they are installed. Throws when a root is missing.
 */
export function packageClosure(root: string, names: readonly string[], without: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  const visit = (from: string, name: string, isNeeded: boolean): void => {
    if (without.has(name)) return;
    const folder = findPackage(root, from, name);
    if (!folder && isNeeded) throw new Error(`The package ${name} is not installed. Run npm ci first.`);
    if (!folder || found.has(folder)) return;
    found.add(folder);
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
    for (const next of Object.keys({
      ...manifest.dependencies,
      ...manifest.optionalDependencies,
      ...manifest.peerDependencies,
    }))
      visit(folder, next, false);
  };
  for (const name of names) visit(root, name, true);
  return [...found].map((folder) => relative(root, folder)).sort();
}
