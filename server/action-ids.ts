/** The ids of the server actions in a build of the pages. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

type Manifest = Record<"node" | "edge", Record<string, unknown>>;

/** Reads the ids from Next's manifest of a build. */
export function readActionIds(build: string): ReadonlySet<string> {
  const manifest = readFileSync(join(build, "server/server-reference-manifest.json"), "utf8");
  const { node, edge } = JSON.parse(manifest) as Manifest;
  return new Set([...Object.keys(node), ...Object.keys(edge)]);
}
