/** The server actions in a build of the pages. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ActionPages } from "@/lib/api/body-guard/form-fault";

type Manifest = Record<"node" | "edge", Record<string, { workers: Record<string, unknown> }>>;

/** Reads the actions, and the pages that contain them, from Next's manifest of a build. */
export function readActionPages(build: string): ActionPages {
  const manifest = readFileSync(join(build, "server/server-reference-manifest.json"), "utf8");
  const { node, edge } = JSON.parse(manifest) as Manifest;
  const pages = ({ workers }: Manifest["node"][string]) => new Set(Object.keys(workers).map(pathOfPage));
  return new Map([...Object.entries(node), ...Object.entries(edge)].map(([id, action]) => [id, pages(action)]));
}

/** "app/(auth)/sign-in/page" is "/sign-in". */
const pathOfPage = (file: string) => file.replace(/^app|\/page$|\/\([^/]+\)|\/@[^/]+/g, "") || "/";
