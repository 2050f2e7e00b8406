/**
 * Finds a Chromium that starts on this machine: the configured one, Playwright's, one in an npm package, or Debian's.
 */
import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { chromium as playwright } from "@playwright/test";
import { aptInstall, onPath } from "./packages";

export type Browser = { executablePath: string; args: string[]; env: Record<string, string> };

// Tests only load our own pages, often as root, where Chromium's sandbox is unavailable.
const args = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const require = createRequire(import.meta.url);
const run = promisify(execFile);

/** Whether the binary starts and renders. An existing file may lack libraries or be built for another machine. */
async function renders({ executablePath, args, env }: Browser): Promise<boolean> {
  const options = { executablePath, args, env: { ...process.env, ...env }, timeout: 20_000 };
  try {
    const browser = await playwright.launch(options);
    try {
      const page = await browser.newPage();
      await page.setContent("<p>rehearsed</p>", { timeout: 10_000 });
      return (await page.textContent("p")) === "rehearsed";
    } finally {
      await browser.close();
    }
  } catch {
    return false;
  }
}

/** The browser in `@sparticuz/chromium`, unpacked once per version into the git-ignored test folder. */
async function unpacked(): Promise<Browser | null> {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  const packageRoot = resolve(dirname(require.resolve("@sparticuz/chromium")), "../..");
  const { version } = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")) as { version: string };
  const folder = join(root, ".test", `chromium-${version}`);
  if (!existsSync(folder)) await unpack(packageRoot, folder);
  const executablePath = join(folder, "chromium");
  const env: Record<string, string> = {};
  const { stdout } = spawnSync("ldd", [executablePath], { encoding: "utf8" });
  // The package includes NSS and expat, for machines without any browser.
  if (/not found/.test(stdout ?? "")) env.LD_LIBRARY_PATH = join(folder, "al2023/lib");
  if (!existsSync("/etc/fonts/fonts.conf")) env.FONTCONFIG_PATH = join(folder, "fonts");
  return { executablePath, args, env };
}

/** The package unpacks into the temporary folder of its process and reuses existing files, so it runs in its own. */
async function unpack(packageRoot: string, folder: string): Promise<void> {
  const source = pathToFileURL(join(packageRoot, "build/esm/lambdafs.js")).href;
  const names = ["chromium.br", "fonts.tar.br", "swiftshader.tar.br", "al2023.tar.br"];
  const files = names.map((name) => join(packageRoot, "bin", name));
  const script = `const { inflate } = await import(${JSON.stringify(source)});
    for (const file of ${JSON.stringify(files)}) await inflate(file);`;
  const partial = `${folder}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  try {
    const env = { ...process.env, TMPDIR: partial };
    await run(process.execPath, ["--input-type=module", "-e", script], { env });
    if (!existsSync(folder)) renameSync(partial, folder); // atomic: the folder is complete or absent
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

const at = (executablePath: string | null): Browser | null =>
  executablePath && existsSync(executablePath) ? { executablePath, args, env: {} } : null;
const debian = () => at(onPath("chromium") ?? onPath("chromium-browser") ?? onPath("google-chrome"));

/** Returns the first browser that starts, or the sentence that says why there is none. */
export async function findChromium(log: (line: string) => void = () => {}): Promise<Browser | { missing: string }> {
  const configuredPath = process.env.CHROMIUM_PATH;
  if (configuredPath) {
    const browser = at(configuredPath);
    if (browser && (await renders(browser))) return browser;
    return { missing: `CHROMIUM_PATH names ${configuredPath}, which does not start` };
  }
  for (const candidate of [() => at(playwright.executablePath()), unpacked, debian]) {
    const browser = await candidate();
    if (browser && (await renders(browser))) return browser;
  }
  const refused = aptInstall("chromium", log);
  const installed = debian();
  if (installed && (await renders(installed))) return installed;
  return { missing: `no Chromium starts here and ${refused ?? "Debian's does not either"}` };
}
