import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root";

const isSource = (path: string) =>
  /\.(ts|tsx|mjs|css|json|svg|ico|png|sql|py|toml)$/.test(path) &&
  !/\.i?test\.tsx?$/.test(path) &&
  !/generated|\/dist\//.test(path);

/** A hash of these files and of all sources in these folders, without tests. */
export function hashSources(files: string[], folders: string[]): string {
  const inside = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)),
  );
  const hash = createHash("sha256");
  for (const path of [...files, ...inside.filter(isSource)].sort())
    if (existsSync(join(root, path)))
      hash
        .update(path)
        .update("\0")
        .update(readFileSync(join(root, path)));
  return hash.digest("hex");
}
