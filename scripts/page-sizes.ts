/** The download size of each page, from the manifests of the production build. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { findBuild } from "./prepare";
import { root } from "./root";

/** Bytes of JavaScript, compressed with gzip. */
export type PageSize = { page: string; bytes: number };
export type PageSizes = { shared: number; pages: PageSize[] };

type Manifest = { entryJSFiles?: Record<string, string[]> };
const manifestName = "page_client-reference-manifest.js";

/** Each file is a script of our own build that adds its page to a global. */
function readManifests(build: string): Record<string, Manifest> {
  const context: { __RSC_MANIFEST?: Record<string, Manifest> } = {};
  const folder = join(build, "server/app");
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" }))
    if (path.endsWith(manifestName))
      runInNewContext(readFileSync(join(folder, path), "utf8"), Object.assign(context, { globalThis: context }));
  return context.__RSC_MANIFEST ?? {};
}

/** Routes for display: "/[workspace]/prompts/(list)/page" is "/[workspace]/prompts". */
const readable = (entry: string) => entry.replace(/\/page$/, "").replaceAll(/\/\([^)]+\)/g, "") || "/";

/**
 * The JavaScript that every page loads before any interaction: shared code, and the parts of its layouts, its error
 * pages and the page itself. Largest first. Null without a build.
 */
export function readPageSizes(): PageSizes | null {
  const folder = findBuild();
  if (folder === null) return null;
  const build = join(root, folder);
  const file = join(build, "build-manifest.json");
  const { rootMainFiles } = JSON.parse(readFileSync(file, "utf8")) as { rootMainFiles: string[] };
  const known = new Map<string, number>();
  const sizeOf = (path: string) => {
    const size = known.get(path) ?? gzipSync(readFileSync(join(build, path))).length;
    known.set(path, size);
    return size;
  };
  const sum = (paths: Iterable<string>) => [...paths].reduce((total, path) => total + sizeOf(path), 0);
  const pages = Object.entries(readManifests(build)).map(([entry, { entryJSFiles = {} }]) => ({
    page: readable(entry),
    bytes: sum(new Set([...rootMainFiles, ...Object.values(entryJSFiles).flat()])),
  }));
  return { shared: sum(rootMainFiles), pages: pages.sort((a, b) => b.bytes - a.bytes) };
}

/** Kilobytes of 1,024 bytes, as in the budgets. */
export const kilobytes = (bytes: number): number => Math.round(bytes / 102.4) / 10;
