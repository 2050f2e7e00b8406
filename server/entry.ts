import { join } from "node:path";
import { root } from "@/scripts/root";

/** Set by the bundler: the supervisor starts the bundle's files, a supervisor from source starts sources. */
declare const UNDERSTUDY_BUNDLE: boolean | undefined;
const isBundled = typeof UNDERSTUDY_BUNDLE !== "undefined" && UNDERSTUDY_BUNDLE;

export type EntryName = "runtime" | "studio" | "worker" | "setup";

/** The file of a process and the arguments Node needs for it. */
export function entryOf(name: EntryName): { file: string; execArgv: string[] } {
  if (isBundled) return { file: join(import.meta.dirname, `${name}.js`), execArgv: ["--enable-source-maps"] };
  return { file: join(root, "server", `${name}.ts`), execArgv: ["--import", "tsx"] };
}
