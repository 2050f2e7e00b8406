import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { version } from "@/lib/core/version";
import { root } from "@/scripts/root";
import { expect, test } from "./support/fixtures";
import { newPrompt } from "./support/prompts";

const run = promisify(execFile);

/** Returns the code under a tab of "With a client". */
async function codeOf(page: Page, label: string): Promise<string> {
  await page.getByRole("tablist", { name: "Client" }).getByRole("tab", { name: label }).click();
  const section = page.locator("section", { has: page.getByRole("heading", { name: "With a client" }) });
  return (await section.getByRole("tabpanel").locator("code").textContent()) ?? "";
}

test("both clients are installed from the server with the commands of the page, and its programs run unchanged", {
  tag: "@slow",
}, async ({ page, api, credentials, visitor }) => {
  test.setTimeout(180_000);
  const name = await newPrompt(api, { live: ["production"] });
  await page.goto(`/${credentials.workspace}/use?prompt=${encodeURIComponent(name)}&environment=production`);
  const [install, typescript, python] = [
    await codeOf(page, "Install"),
    await codeOf(page, "TypeScript"),
    await codeOf(page, "Python"),
  ];
  const visited = await visitor.request.get(`/sdk/understudy-cli-${version}.tgz`);
  expect([visited.status(), (await visited.body()).length > 10_000]).toEqual([200, true]);

  mkdirSync(join(root, ".test"), { recursive: true });
  const folder = mkdtempSync(join(root, ".test/application-"));
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: "test",
    HOME: folder,
    PATH: `${join(folder, "venv/bin")}:${process.env.PATH}`,
    UNDERSTUDY_API_KEY: credentials.apiKeys.runtime.production,
  };
  const options = { cwd: folder, env };
  try {
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    await run("python3", ["-m", "venv", "venv"], options);
    await run("sh", ["-euc", install], options);
    const installed = join(folder, "node_modules/@understudy/client/dist/index.js");
    const program = 'console.log(import.meta.resolve("@understudy/client"))';
    const { stdout: where } = await run("node", ["--input-type=module", "--eval", program], options);
    expect(where).toContain(installed);

    writeFileSync(join(folder, "app.ts"), typescript);
    const compilerOptions = { noEmit: true, strict: true, module: "nodenext", types: ["node"] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["app.ts"] }));
    await run(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "."], options);
    const first = await run(process.execPath, ["--import", "tsx", "app.ts"], options);
    expect([first.stdout, first.stderr]).toEqual([expect.stringContaining("You answer customers of a tent shop."), ""]);

    writeFileSync(join(folder, "app.py"), python);
    const second = await run("python3", ["app.py"], options);
    expect([second.stdout, second.stderr]).toEqual([
      expect.stringContaining("You answer customers of a tent shop."),
      "",
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
