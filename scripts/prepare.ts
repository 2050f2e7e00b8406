/** The production build of the pages, which a server needs after `npm ci`. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { buildPackages } from "./build-packages";
import { compressFiles } from "./compress-files";
import { markModules } from "./eager-modules";
import { waitForFile } from "./file-lock";
import { type BuildOptions, runNextBuild } from "./next-build";
import { root } from "./root";
import { hashSources } from "./source-hash";
import { makeVersion } from "./versions";

/** A package of Understudy contains the build and the editor, and no sources. */
const isPackaged = existsSync(join(root, "dist/packaged"));
/** Each build has a folder named by the hash of its sources, so that a running server keeps its pages. */
const builds = "dist/pages";
/** The folder of a running build. The name is fixed, because Next adds it to `include` in tsconfig.json. */
const unfinished = "building";
const packagedBuild = join(root, builds, "packaged");

const sourceHash = () =>
  hashSources(
    [
      "package-lock.json",
      "prisma/schema.prisma",
      "proxy.ts",
      "next.config.mjs",
      "postcss.config.mjs",
      "tailwind.config.ts",
    ],
    ["app", "components", "lib", "packages", "sdk-python"],
  );

/** The folder of the build of exactly these sources, relative to the root. Null: it does not exist yet. */
export function findBuild(): string | null {
  const name = isPackaged ? readFileSync(packagedBuild, "utf8") : sourceHash().slice(0, 16);
  const folder = join(builds, name);
  return existsSync(join(root, folder)) ? folder : null;
}

/**
 * Creates the production build of the pages unless it exists, and returns its folder. Throws with the output of `next
 * build` if it fails. Two concurrent starts share one build: the second waits for the first.
 */
export async function build(options: BuildOptions = {}): Promise<string> {
  const { signal } = options;
  const onWait = (holder: string) =>
    console.log(`              another start (process ${holder}) is building; waiting`);
  const release = await waitForFile(join(root, "dist/build.lock"), { signal, onWait });
  try {
    for (let built = findBuild(); ; built = findBuild()) {
      if (built) return built;
      await makeBuild(options);
    }
  } finally {
    release();
  }
}

/** Builds the current sources. The result is discarded if they change meanwhile, because it may mix both states. */
async function makeBuild(options: BuildOptions): Promise<void> {
  const name = sourceHash().slice(0, 16);
  let isSame = true;
  const make = async (folder: string) => {
    await runBuild(folder, options);
    isSame = sourceHash().startsWith(name);
    if (!isSame) throw new Error("The sources changed.");
  };
  await makeVersion(join(root, builds), name, make, unfinished).catch((error: unknown) => {
    if (isSame) throw error;
    console.log("              the sources changed meanwhile; building again");
  });
}

/** Next writes the folder's name into this file, which editors read. It is restored afterwards. */
const routeTypes = join(root, "next-env.d.ts");

async function runBuild(folder: string, options: BuildOptions): Promise<void> {
  const before = existsSync(routeTypes) ? readFileSync(routeTypes) : null;
  const env = {
    ...process.env,
    NODE_ENV: "production" as const,
    NEXT_TELEMETRY_DISABLED: "1",
    UNDERSTUDY_PAGES: join(builds, basename(folder)),
  };
  try {
    await buildPackages();
    await runNextBuild(root, env, options);
    await markModules(join(folder, "static"));
    await compressFiles(join(folder, "static"));
  } finally {
    if (before) writeFileSync(routeTypes, before);
    else rmSync(routeTypes, { force: true });
  }
}
