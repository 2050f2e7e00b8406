/**
 * Builds the packages for applications into `public/sdk/`, from where the server offers them: the client, the command
 * line and the OpenFeature provider as npm packs them, and the Python client as a wheel.
 */
import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { buildCli } from "./build-cli";
import { buildClient } from "./build-client";
import { buildOpenFeature } from "./build-openfeature";
import { buildWheel } from "./build-wheel";
import { root } from "./root";

const run = promisify(execFile);

/** Builds the packages. They replace those of an earlier build at once. */
export async function buildPackages(): Promise<void> {
  const folder = join(root, "public/sdk");
  const made = join(root, "public/.sdk"); // one build at a time writes it
  rmSync(made, { recursive: true, force: true }); // of a build that was killed
  mkdirSync(made);
  try {
    await buildClient();
    await buildCli();
    await buildOpenFeature();
    const to = ["--pack-destination", made, "--ignore-scripts", "--silent"];
    await run("npm", ["pack", "--workspaces", ...to], { cwd: root });
    const { name, data } = buildWheel();
    writeFileSync(join(made, name), data);
    chmodSync(made, 0o755); // the server may run as another user
    rmSync(folder, { recursive: true, force: true });
    renameSync(made, folder);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}
