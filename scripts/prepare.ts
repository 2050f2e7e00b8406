/** The production build of the pages: what `npm ci` leaves to do before a server can start. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { compressFiles } from "./compress-files";
import { markModules } from "./eager-modules";
import { waitForFile } from "./file-lock";
import { type BuildOptions, runNextBuild } from "./next-build";
import { root } from "./root";
import { hashSources } from "./source-hash";
import { makeVersion } from "./versions";

/** A package of Understudy holds the build and the editor already, and no sources. */
const isPackaged = existsSync(join(root, "dist/packaged"));
/** Each build has a folder named after its sources: a server that runs keeps its pages when newer ones are built. */
const builds = "dist/pages";
/** Where the next one is built. The name is fixed, because Next adds it to `include` in tsconfig.json. */
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
    ["app", "components", "lib"],
  );

/** The folder of the build of exactly these sources, from the root; null: it is not made yet. */
export function findBuild(): string | null {
  const name = isPackaged ? readFileSync(packagedBuild, "utf8") : sourceHash().slice(0, 16);
  const folder = join(builds, name);
  return existsSync(join(root, folder)) ? folder : null;
}

/**
 * Makes the production build of the pages unless it is there, and returns its folder; throws with the output of
 * `next build` when it fails. Two starts in one folder share one build: the second waits and finds it done.
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

/** Makes the build of the present sources; nothing when they change meanwhile, because nobody knows what was built then. */
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

/** Next writes the folder's name into this file, which editors read: it is put back. */
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
    await runNextBuild(root, env, options);
    await markModules(join(folder, "static"));
    await compressFiles(join(folder, "static"));
  } finally {
    if (before) writeFileSync(routeTypes, before);
    else rmSync(routeTypes, { force: true });
  }
}
