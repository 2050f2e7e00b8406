/** @module-tag slow */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { handleApi } from "@/lib/api/node";
import { archivePrompt, createPrompt } from "@/lib/registry/commands/prompts";
import { saveVersion } from "@/lib/registry/commands/save-version";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { buildCli } from "@/scripts/build-cli";

vi.setConfig({ testTimeout: 120_000 }); // each command is a separate process

let requests = 0;
const server = createServer((request, response) => {
  requests++;
  handleApi(request, response);
});
let program = "";
let workspace: TestWorkspace;
let folder = "";
let url = "";

beforeAll(async () => {
  program = await buildCli(mkdtempSync(join(tmpdir(), "understudy-cli-")));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
const names = ["support/reply", "sales/offer", "plain"];
beforeEach(async () => {
  workspace = await createTestWorkspace();
  folder = mkdtempSync(join(tmpdir(), "understudy-files-"));
  for (const name of names) await createPrompt(workspace.owner, { name, content: says(`This is ${name}, one.`) });
  expect((await run(["pull"])).code).toBe(0);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function run(args: string[], key = workspace.manageKey) {
  const env = { PATH: process.env.PATH ?? "", HOME: folder, NODE_ENV: "test", UNDERSTUDY_URL: url } as const;
  return new Promise<{ code: number; out: string; errors: string }>((done) => {
    execFile(
      process.execPath,
      [program, ...args],
      { cwd: folder, env: { ...env, UNDERSTUDY_API_KEY: key } },
      (e, o, s) => done({ code: Number(e?.code ?? 0), out: o, errors: s }),
    );
  });
}
const says = (text: string) => ({ messages: [{ role: "user" as const, content: text }] });
const fileOf = (name: string) => join(folder, "prompts", `${name}.prompt`);
const read = (name: string) => readFileSync(fileOf(name), "utf8");
const project = (settings: string) => writeFileSync(join(folder, "understudy.json"), settings);

test("line ends and a byte order mark of Windows are no change", async () => {
  for (const name of names) writeFileSync(fileOf(name), `\uFEFF${read(name).replaceAll("\n", "\r\n")}`);
  expect(await run(["diff"])).toMatchObject({ code: 0, out: "The files match the newest versions.\n" });
  expect(await run(["push"])).toMatchObject({ code: 0, out: "Nothing changed.\n" });
  await saveVersion(workspace.owner, { name: "plain", content: says("From the editor.") });
  expect(await run(["pull"])).toMatchObject({ code: 0, out: expect.stringContaining("1 written, 2 unchanged") });
  writeFileSync(fileOf("plain"), read("plain").replaceAll("\n", "\r\n").replace("editor", "shell"));
  const shown = await run(["diff"]);
  expect(shown.out.split("\n").filter((line) => /^[-+][^-+]/.test(line))).toEqual([
    "-From the editor.",
    "+From the shell.",
  ]);
  project('\uFEFF{"folder":"support"}');
  expect(await run(["pull"])).toMatchObject({ code: 0 });
});

test("another folder or workspace removes no files; files of archived prompts are removed", async () => {
  project('{"folder":"support"}');
  expect(await run(["pull"])).toMatchObject({ code: 0, out: expect.stringContaining("1 unchanged") });
  expect(await run(["diff"])).toMatchObject({ code: 0 });
  project("{}");
  const other = await createTestWorkspace();
  const strange = await run(["pull"], other.manageKey);
  expect(strange.out).toContain("not there     sales/offer");
  for (const name of names) expect(existsSync(fileOf(name))).toBe(true);
  await archivePrompt(workspace.owner, { name: "plain" });
  expect(await run(["pull"])).toMatchObject({ code: 0, out: expect.stringContaining("removed       plain") });
  expect(existsSync(fileOf("plain"))).toBe(false);
  await run(["pull", "--force"], other.manageKey);
  expect(existsSync(fileOf("sales/offer"))).toBe(false);
});

test("an unknown name is reported, and so is a file that cannot be pushed", async () => {
  for (const command of ["pull", "diff"])
    expect(await run([command, "suport/reply"])).toMatchObject({
      code: 6,
      errors: "understudy: There is no prompt suport/reply, here or on the server.\n",
    });
  writeFileSync(fileOf("other"), "Hi");
  writeFileSync(fileOf("empty"), "");
  expect((await run(["push"])).errors).toBe("understudy: empty.prompt: The file is empty.\n");
  writeFileSync(fileOf("empty"), "Hi");
  writeFileSync(fileOf("Größe"), "Hi");
  expect((await run(["push"])).errors).toMatch(/^understudy: Größe: A name consists of /);
});

test("a key that cannot be sent is refused in words that do not hold it", async () => {
  for (const key of ["us_manage_secret\nus_manage_other", "us_manage_secret…"]) {
    const refused = await run(["pull"], key);
    expect(refused).toMatchObject({ code: 2, errors: expect.stringContaining("is not an API key") });
    expect(refused.errors).not.toContain("secret");
  }
  expect(await run(["pull"], `${workspace.manageKey}\n`)).toMatchObject({ code: 0 });
});

test("the exit code is conflict only after a concurrent change", async () => {
  const nothing = await run(["rollback", "plain", "--to", "production"]);
  expect(nothing).toMatchObject({ code: 6, errors: expect.stringContaining("nothing can be rolled back") });
  expect(await run(["types", "--check"])).toMatchObject({ code: 2, errors: expect.stringContaining("--out") });
  for (const settings of ['{"directory":5}', '{"directory":"../.."}', '{"url":1}']) {
    project(settings);
    expect(await run(["pull"])).toMatchObject({ code: 2, errors: expect.stringContaining("understudy.json") });
  }
});

test("a symbolic link is neither followed nor written through", async () => {
  const outside = mkdtempSync(join(tmpdir(), "understudy-outside-"));
  rmSync(join(folder, "prompts", "support"), { recursive: true });
  symlinkSync(outside, join(folder, "prompts", "support"));
  rmSync(fileOf("plain"));
  const refused = await run(["pull", "--force"]);
  expect(refused).toMatchObject({ code: 2, errors: expect.stringContaining("support is a symbolic link") });
  expect([readdirSync(outside), existsSync(fileOf("plain"))]).toEqual([[], false]);
  rmSync(join(folder, "prompts", "support"));
  expect(await run(["pull", "--force"])).toMatchObject({ code: 0, out: expect.stringContaining("2 written") });
});

test("a file that cannot be written ends with a sentence, and the next pull knows the others", async () => {
  for (const name of names) await saveVersion(workspace.owner, { name, content: says(`This is ${name}, two.`) });
  rmSync(join(folder, "prompts", "support"), { recursive: true });
  writeFileSync(join(folder, "prompts", "support"), "not a folder");
  const failed = await run(["pull", "--force"]);
  expect(failed.code).toBe(6);
  expect(failed.errors).toMatch(/reply\.prompt cannot be written: a file has the name of one of its folders\.\n$/);
  expect(read("plain")).toContain("two.");
  // The server goes on. What the failed pull wrote is no change of mine.
  await saveVersion(workspace.owner, { name: "plain", content: says("This is plain, three.") });
  rmSync(join(folder, "prompts", "support"));
  expect(await run(["pull", "--force", "support/reply"])).toMatchObject({ code: 0 });
  expect(await run(["pull"])).toMatchObject({ code: 0, out: expect.stringContaining("written       plain  v3") });
});

test("pushing many files takes few requests", async () => {
  for (let n = 0; n < 60; n++) writeFileSync(fileOf(`many-${n}`), `Hello ${n}.\n`);
  requests = 0;
  expect(await run(["push"])).toMatchObject({ code: 0 });
  expect(requests).toBeLessThan(20);
  await archivePrompt(workspace.owner, { name: "many-7" });
  await saveVersion(workspace.owner, { name: "many-8", content: says("From the editor.") });
  for (let n = 0; n < 60; n++) if (n !== 7) writeFileSync(fileOf(`many-${n}`), `Hello again ${n}.\n`);
  expect(await run(["push"])).toMatchObject({ code: 3, out: expect.stringContaining("conflict     many-8") });
  expect(await run(["pull", "--force", "many-8"])).toMatchObject({ code: 0 });
  expect(await run(["push"])).toMatchObject({ code: 0 });
});
