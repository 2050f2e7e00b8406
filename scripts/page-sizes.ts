/** What the browser downloads for each page, from the manifests of the production build. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { findBuild } from "./prepare";
import { root } from "./root";

/** Bytes of JavaScript, compressed by gzip. */
export type PageSize = { page: string; bytes: number };
export type PageSizes = { shared: number; pages: PageSize[] };

type Manifest = { entryJSFiles?: Record<string, string[]> };
const manifestName = "page_client-reference-manifest.js";

/** Each file is a script that adds its page to a global; it is our own build that wrote it. */
function readManifests(build: string): Record<string, Manifest> {
  const context: { __RSC_MANIFEST?: Record<string, Manifest> } = {};
  const folder = join(build, "server/app");
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" }))
    if (path.endsWith(manifestName))
      runInNewContext(readFileSync(join(folder, path), "utf8"), Object.assign(context, { globalThis: context }));
  return context.__RSC_MANIFEST ?? {};
}

/** Routes as people read them: "/[workspace]/prompts/(list)/page" is "/[workspace]/prompts". */
const readable = (entry: string) => entry.replace(/\/page$/, "").replaceAll(/\/\([^)]+\)/g, "") || "/";

/**
 * The JavaScript of every page before anything on it is touched: what all pages share, and with it the parts of its layouts,
 * of its error pages and of its own. Largest first. Null without a build.
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

/** Kilobytes of 1,024 bytes, as the budgets count them. */
export const kilobytes = (bytes: number): number => Math.round(bytes / 102.4) / 10;
