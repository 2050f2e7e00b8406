import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepVersion, makeVersion } from "./versions";

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "understudy-versions-"));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const [first, second] = ["0".repeat(16), "1".repeat(16)];
const write = (text: string) => async (folder: string) => {
  mkdirSync(folder);
  writeFileSync(join(folder, "page.js"), text);
};
const read = (name: string) => readFileSync(join(parent, name, "page.js"), "utf8");

test("a version that failed does not exist, and the previous one is unchanged", async () => {
  await makeVersion(parent, first, write("one"));
  const failing = makeVersion(parent, second, async (folder) => {
    await write("half")(folder);
    throw new Error("a syntax error");
  });
  await expect(failing).rejects.toThrow("a syntax error");
  expect(readdirSync(parent)).toEqual([first]);
  expect(read(first)).toBe("one");
});

test("a version whose build was killed is built again from the start", async () => {
  await makeVersion(parent, first, write("one"));
  const half = join(parent, "building");
  const script = `
    import { mkdirSync, writeFileSync } from "node:fs";
    import { makeVersion } from ${JSON.stringify(join(import.meta.dirname, "versions.ts"))};
    await makeVersion(${JSON.stringify(parent)}, ${JSON.stringify(second)}, async (folder) => {
      mkdirSync(folder);
      writeFileSync(folder + "/left-over.js", "half");
      process.kill(process.pid, "SIGKILL");
    }, "building");`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], { stdio: "inherit" });
  expect((await once(child, "exit"))[1]).toBe("SIGKILL");
  expect(existsSync(join(half, "left-over.js"))).toBe(true);
  expect(existsSync(join(parent, second))).toBe(false);
  await makeVersion(parent, second, write("two"), "building");
  expect(readdirSync(join(parent, second))).toEqual(["page.js"]);
  expect([read(first), read(second)]).toEqual(["one", "two"]);
});

test("an existing version is not built again; an unused one is deleted after a day, and other files are kept", async () => {
  await makeVersion(parent, first, write("one"));
  await makeVersion(parent, first, () => Promise.reject(new Error("made twice")));
  writeFileSync(join(parent, "current"), first);
  const before = new Date(Date.now() - 25 * 3_600_000);
  for (const name of [first, "current"]) utimesSync(join(parent, name), before, before);
  keepVersion(join(parent, first)); // a server that has run for longer than a day
  await makeVersion(parent, second, write("two"));
  expect(readdirSync(parent).sort()).toEqual([first, second, "current"]);
  for (const name of [first, second]) utimesSync(join(parent, name), before, before);
  await makeVersion(parent, "2".repeat(16), write("three"));
  expect(readdirSync(parent).sort()).toEqual(["2".repeat(16), "current"]);
});
