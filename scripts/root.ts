import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

function findRoot(folder: string): string {
  if (existsSync(join(folder, "package.json")) || folder === dirname(folder)) return folder;
  return findRoot(dirname(folder));
}

/** The project folder, whether this file runs from its source or from the bundle in `dist/`. */
export const root = findRoot(dirname(fileURLToPath(import.meta.url)));
