/**
 * Names the sources in the stack of bundled code, when an error is logged. Node's `--enable-source-maps` reads every
 * map at the start and keeps it, which takes 160 MB in the studio.
 */
import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const frame = /^( +at (?:.+ \()?)(.+?):(\d+):(\d+)(\)?)$/;
/** The text of a frame is a path and a name. Longer lines belong to a message. */
const longestFrame = 1_000;
const mostPositions = 1_000;
/** Positions that were looked up, because the same errors are logged again and again. The maps are not kept. */
const known = new Map<string, string>();

/** Returns the file of a stack frame: a path or a `file:` URL. Throws if the URL is no path. */
const pathOf = (file: string) => (file.startsWith("file:") ? fileURLToPath(file) : file);

/** Reads the source map beside a bundled file. Undefined if it has none. Never throws. */
export function readSourceMap(file: string): SourceMapPayload | undefined {
  if (!file.endsWith(".js") || file.includes("/node_modules/")) return undefined;
  try {
    return JSON.parse(readFileSync(/* turbopackIgnore: true */ `${pathOf(file)}.map`, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * Returns the stack with files and lines of the sources, relative to the working directory: "lib/core/db.ts:12:3".
 * Lines of the message may look like frames, and stay as they are.
 */
export function nameSources(stack: string): string {
  const maps = new Map<string, SourceMap | null>();
  const mapOf = (file: string): SourceMap | null => {
    const found = maps.get(file);
    if (found !== undefined) return found;
    const payload = readSourceMap(file);
    const map = payload ? new SourceMap(payload) : null;
    maps.set(file, map);
    return map;
  };
  const sourceOf = (file: string, line: number, column: number): string => {
    const generated = `${file}:${line}:${column}`;
    const entry = mapOf(file)?.findEntry(line - 1, column - 1);
    if (!entry || !("originalSource" in entry)) return generated;
    const source = resolve(dirname(pathOf(file)), entry.originalSource);
    return `${relative(process.cwd(), source)}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  };
  const nameLine = (line: string): string => {
    const [, before, file, row, column, after] = (line.length <= longestFrame && frame.exec(line)) || [];
    if (!file?.includes(".js")) return line;
    const key = `${file}:${row}:${column}`;
    const position = known.get(key) ?? sourceOf(file, Number(row), Number(column));
    if (known.size >= mostPositions) known.clear();
    known.set(key, position);
    return `${before}${position}${after}`;
  };
  return stack.split("\n").map(nameLine).join("\n");
}

/** The same error, with the sources in its stack, to be printed. */
export function withSources(error: unknown): unknown {
  if (error instanceof Error && error.stack) error.stack = nameSources(error.stack);
  return error;
}
