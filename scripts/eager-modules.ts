import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runInNewContext } from "node:vm";

/**
 * Marks the modules of all scripts in a folder as functions that are called immediately. A browser compiles such
 * functions in the background while the script arrives. Otherwise it compiles them on the main thread at the first
 * call, which takes a third of a second for Monaco.
 */
export async function markModules(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  for (const name of names.filter((one) => one.endsWith(".js"))) {
    const path = join(folder, name);
    const text = await readFile(path, "utf8");
    const marked = markedChunk(text);
    if (marked !== text) await writeFile(path, marked);
  }
}

const start = "(globalThis.TURBOPACK||(globalThis.TURBOPACK=[])).push([";

/** Returns a Turbopack chunk with its modules in parentheses, which is the mark. Any other script is unchanged. */
export function markedChunk(text: string): string {
  if (!text.startsWith(start)) return text;
  const pushed: unknown[][] = [];
  runInNewContext(text, { TURBOPACK: pushed }); // registers the modules without calling them
  let rest = text;
  let done = "";
  for (const module of (pushed[0] ?? []).filter((part) => typeof part === "function")) {
    const source = String(module);
    const at = rest.indexOf(source);
    const marked = markedModule(source);
    if (at === -1 || !marked) continue;
    done += rest.slice(0, at) + marked;
    rest = rest.slice(at + source.length);
  }
  return done + rest;
}

/** Browsers recognise the mark only on functions, not on arrow functions. Modules use no `this` or `arguments`. */
function markedModule(source: string): string | null {
  if (source.startsWith("function")) return `(${source})`;
  const [arrow, one, several] = /^(?:(\w+)|\(([\w,]*)\))=>(?=\{)/.exec(source) ?? [];
  return arrow === undefined ? null : `(function(${one ?? several}){${source.slice(arrow.length + 1)})`;
}
