/** Writes the files that are derived from declarations in the code: `npm run derive`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { derivedFiles } from "./derive/files";
import { root } from "./root";

for (const { path, current, derived } of derivedFiles()) {
  if (current !== derived) writeFileSync(join(root, path), derived);
  console.log(`${path}: ${current === derived ? "up to date" : "written"}`);
}
