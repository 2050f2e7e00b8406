import { join } from "node:path";
import { root } from "@/scripts/root";

/**
 * Defined by the bundler. The supervisor of a bundle starts the bundle's files. A supervisor run from source starts
 * sources.
 */
declare const UNDERSTUDY_BUNDLE: boolean | undefined;
const isBundled = typeof UNDERSTUDY_BUNDLE !== "undefined" && UNDERSTUDY_BUNDLE;

export type EntryName = "runtime" | "studio" | "worker" | "setup";

/** Returns the file of a process and its Node arguments. */
export function entryOf(name: EntryName): { file: string; execArgv: string[] } {
  if (isBundled) return { file: join(import.meta.dirname, `${name}.js`), execArgv: [] };
  return { file: join(root, "server", `${name}.ts`), execArgv: ["--import", "tsx"] };
}
