/**
 * `npm start`: bundles the server's code when that is not done yet, then runs the bundle. `npm run dev` runs the sources.
 * Plain JavaScript, because nothing is compiled before it.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = import.meta.dirname;
process.chdir(root);

if (process.argv.includes("--dev")) {
  const { register } = await import("tsx/esm/api");
  register();
  const { generateClient } = await import("./scripts/prisma.ts");
  await generateClient();
  await import("./server.ts");
} else {
  // A package of Understudy is bundled already and has no sources.
  if (!existsSync(join(root, "dist/packaged"))) {
    const script = join(root, "scripts/bundle.ts");
    const { status } = spawnSync(process.execPath, ["--import", "tsx", script], { stdio: "inherit" });
    if (status !== 0) process.exit(status ?? 1);
  }
  process.setSourceMapsEnabled(true);
  const current = readFileSync(join(root, "dist/current"), "utf8");
  await import(`./dist/${current}/server.js`);
}
