/** @module-tag slow */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { handleApi } from "@/lib/api/node";
import { createOidcTrust } from "@/lib/auth/oidc-trusts/commands";
import { prisma } from "@/lib/core/db";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { createEngine, type Engine } from "@/lib/evaluation/runs/engine/engine";
import { scorerConfig } from "@/lib/evaluation/scorers/schema";
import { archivePrompt, createPrompt } from "@/lib/registry/commands/prompts";
import { promoteVersion } from "@/lib/registry/commands/releases";
import { saveVersion } from "@/lib/registry/commands/save-version";
import { saveGatePolicy } from "@/lib/registry/gate/commands";
import { createSuiteExpecting, wordOf } from "@/lib/testing/evaluation";
import { type FakeProvider, startFakeProvider } from "@/lib/testing/fake-provider";
import { startOidcIssuer } from "@/lib/testing/oidc-issuer";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { buildCli } from "@/scripts/build-cli";

vi.setConfig({ testTimeout: 120_000 }); // each command is a separate process
vi.stubEnv("OUTGOING_ALLOWED_HOSTS", "127.0.0.1");
vi.stubEnv("ENCRYPTION_KEYS", `test:${Buffer.alloc(32, 7).toString("base64url")}`);

let isAway = false;
const server = createServer((request, response) => (isAway ? response.destroy() : handleApi(request, response)));
let program = "";
let workspace: TestWorkspace;
let folder = "";
let url = "";

beforeAll(async () => {
  program = await buildCli(mkdtempSync(join(tmpdir(), "understudy-cli-")));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(async () => {
  workspace = await createTestWorkspace();
  folder = mkdtempSync(join(tmpdir(), "understudy-Übung 日本-"));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

type CliResult = { code: number; out: string; errors: string };

/** Runs the program as a person would. */
function run(
  args: string[],
  { input = "", env = {}, at = folder }: { input?: string; env?: object; at?: string } = {},
) {
  const own = {
    PATH: process.env.PATH ?? "",
    HOME: at,
    NODE_ENV: "test",
    UNDERSTUDY_URL: url,
    UNDERSTUDY_POLL_MS: "50",
  };
  const settings = { cwd: at, env: { ...own, UNDERSTUDY_API_KEY: workspace.manageKey, ...env } as NodeJS.ProcessEnv };
  return new Promise<CliResult>((done) => {
    const child = execFile(process.execPath, [program, ...args], settings, (error, out, errors) =>
      done({ code: Number(error?.code ?? 0), out, errors }),
    );
    child.stdin?.end(input);
  });
}
const says = (text: string) => ({ messages: [{ role: "user" as const, content: text }] });
const fileOf = (name: string) => join(folder, "prompts", `${name}.prompt`);
const read = (name: string) => readFileSync(fileOf(name), "utf8");
const edit = (name: string, from: string, to: string) => writeFileSync(fileOf(name), read(name).replace(from, to));
const lock = () => JSON.parse(readFileSync(join(folder, "understudy.lock.json"), "utf8")).prompts;

describe("a pipeline without a stored key", () => {
  test("exchanges the token that GitHub makes for this server", async () => {
    const issuer = await startOidcIssuer();
    const repository = "acme/shop";
    const trust = await createOidcTrust(workspace.owner, {
      name: "CI",
      issuer: issuer.url,
      audience: url,
      conditions: [{ claim: "repository", value: repository }],
      environments: ["production"],
      rights: ["prompt:read"],
    });
    const now = Math.floor(Date.now() / 1_000);
    const github = createServer(async (request, response) => {
      const aud = new URL(request.url ?? "", url).searchParams.get("audience") ?? "";
      const isAllowed = request.headers.authorization === "Bearer job";
      const claims = { iss: issuer.url, aud, sub: "repo:acme/shop", repository, iat: now, exp: now + 300 };
      response.end(JSON.stringify(isAllowed ? { value: await issuer.sign(claims) } : {}));
    });
    await new Promise<void>((done) => github.listen(0, "127.0.0.1", done));
    const env = {
      UNDERSTUDY_API_KEY: "",
      UNDERSTUDY_TRUST: trust.id,
      ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${(github.address() as AddressInfo).port}/token?api-version=2`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "job",
    };
    expect(await run(["diff", "--json"], { env })).toMatchObject({ code: 0, errors: "" });
    const kept = await run(["login", url, "--trust", trust.id, "--json"], { env: { ...env, UNDERSTUDY_TRUST: "" } });
    expect(JSON.parse(kept.out)).toEqual({ url, kind: "manage" });
    const refused = await run(["diff"], { env: { ...env, ACTIONS_ID_TOKEN_REQUEST_TOKEN: "another" } });
    expect(refused).toMatchObject({ code: 6, errors: expect.stringContaining("GitHub did not return an OIDC token") });
    const without = await run(["diff"], { env: { UNDERSTUDY_API_KEY: "", UNDERSTUDY_TRUST: trust.id } });
    expect(without).toMatchObject({ code: 2, errors: expect.stringContaining("id-token: write") });
    github.closeAllConnections();
    github.close();
    await issuer.stop();
  });
});

describe("prompts as files", () => {
  const names = ["support/reply", "sales/de/angebot.v1", "plain"];
  beforeEach(async () => {
    for (const name of names)
      await createPrompt(workspace.owner, { name, content: says(`This is ${name}, one. Grüße, 日本 🙂`) });
  });

  test("are pulled and pushed, with slashes in names and letters of any language", async () => {
    expect(await run(["pull"])).toMatchObject({ code: 0, out: expect.stringContaining("3 written") });
    expect(Object.keys(lock()).sort()).toEqual([...names].sort());
    expect(await run(["pull"])).toMatchObject({ code: 0, out: expect.stringContaining("0 written, 3 unchanged") });
    expect(await run(["diff"])).toMatchObject({ code: 0 });
    edit("sales/de/angebot.v1", "one", "two");
    const shown = await run(["diff"]);
    expect(shown.code).toBe(1);
    expect(shown.out).toContain("-This is sales/de/angebot.v1, one. Grüße, 日本 🙂");
    expect(shown.out).toContain("+This is sales/de/angebot.v1, two. Grüße, 日本 🙂");
    const dry = await run(["push", "--dry-run", "--json"]);
    expect(JSON.parse(dry.out).prompts).toEqual([{ name: "sales/de/angebot.v1", action: "update", version: 2 }]);
    expect(lock()["sales/de/angebot.v1"].version).toBe(1);
    expect(await run(["push"])).toMatchObject({ code: 0, out: expect.stringContaining("v2") });
    expect(lock()["sales/de/angebot.v1"].version).toBe(2);
    expect(await run(["push"])).toMatchObject({ code: 0, out: "Nothing changed.\n" });
    expect(await run(["pull"])).toMatchObject({ code: 0, out: expect.stringContaining("0 written, 3 unchanged") });
    // A second working folder pulls what was pushed.
    const other = mkdtempSync(join(tmpdir(), "understudy-other-"));
    expect(await run(["pull"], { at: other })).toMatchObject({ code: 0, out: expect.stringContaining("3 written") });
    const theirs = readFileSync(join(other, "prompts/sales/de/angebot.v1.prompt"), "utf8");
    expect(theirs).toContain("This is sales/de/angebot.v1, two. Grüße, 日本 🙂");
  });

  test("a new file becomes a prompt, changes of the server are pulled, and archived prompts are removed", async () => {
    await run(["pull"]);
    writeFileSync(join(folder, "prompts", "new.prompt"), "---\nname: new\n---\nHello {{who}}.\n");
    expect(await run(["push"])).toMatchObject({ code: 0, out: expect.stringContaining("create") });
    await saveVersion(workspace.owner, { name: "plain", content: says("From the editor.") });
    await archivePrompt(workspace.owner, { name: "support/reply" });
    expect(await run(["pull"])).toMatchObject({ code: 0 });
    expect(read("plain")).toContain("From the editor.");
    expect(existsSync(fileOf("support/reply"))).toBe(false);
    expect(lock().new.version).toBe(1);
  });

  test("both sides changed: nothing is lost, and the exit code reports it", async () => {
    await run(["pull"]);
    edit("plain", "one", "mine");
    await saveVersion(workspace.owner, { name: "plain", content: says("This is plain, theirs.") });
    const pushed = await run(["push"]);
    expect(pushed).toMatchObject({ code: 3, out: expect.stringContaining("conflict") });
    const pulled = await run(["pull"]);
    expect(pulled).toMatchObject({ code: 3, out: expect.stringContaining("1 conflicts") });
    expect(read("plain")).toContain("mine");
    expect((await run(["diff", "plain"])).out).toContain("-This is plain, theirs.");
    edit("plain", "mine", "mine and theirs");
    expect(await run(["pull", "--keep"])).toMatchObject({ code: 0 });
    expect(await run(["push"])).toMatchObject({ code: 0, out: expect.stringContaining("v3") });
    edit("plain", "mine and theirs", "mine again");
    await saveVersion(workspace.owner, { name: "plain", content: says("This is plain, the last word.") });
    expect(await run(["pull", "--force"])).toMatchObject({ code: 0 });
    expect(read("plain")).toContain("the last word");
  });

  test("an unreadable file is reported with its line, and nothing is saved", async () => {
    await run(["pull"]);
    edit("plain", "one", "two {{#each");
    edit("support/reply", "one", "two");
    const refused = await run(["push"]);
    expect(refused.code).toBe(6);
    expect(refused.errors).toContain("plain.prompt:");
    expect(lock()["support/reply"].version).toBe(1);
    edit("plain", "name: plain", "name: other");
    edit("plain", "two {{#each", "two");
    expect((await run(["push"])).errors).toContain("its name is other");
  });
});

test("promote and rollback change the live version; a refusal shows the server's message", async () => {
  const name = "a/prompt";
  await createPrompt(workspace.owner, { name, content: says("one") });
  await saveVersion(workspace.owner, { name, content: says("two") });
  expect(await run(["promote", name, "v1", "--to", "production"])).toMatchObject({
    code: 0,
    out: `${name} v1 is live in production.\n`,
  });
  const moved = await run(["promote", name, "--to", "production", "--reason", "CI", "--json"]);
  expect(JSON.parse(moved.out).deployment).toMatchObject({ version: 2, environment: "production" });
  expect(await run(["rollback", name, "--to", "production"])).toMatchObject({
    code: 0,
    out: `${name} v1 is live in production.\n`,
  });
  expect(await run(["promote", "nothing", "--to", "production"])).toMatchObject({
    code: 6,
    errors: expect.stringContaining("nothing"),
  });
  expect(await run(["promote", name, "soon", "--to", "production"])).toMatchObject({ code: 2 });
  const refused = await run(["promote", name, "2", "--to", "production"], {
    env: { UNDERSTUDY_API_KEY: workspace.runtimeKeys.production },
  });
  expect(refused.code).toBe(4);
});

test("login stores a working key, readable by its user only", async () => {
  const env = { UNDERSTUDY_API_KEY: "" };
  expect(await run(["pull"], { env })).toMatchObject({ code: 2, errors: expect.stringContaining("understudy login") });
  const key = workspace.manageKey;
  expect(await run(["login", key], { env })).toMatchObject({ code: 2, errors: expect.not.stringContaining(key) });
  const flagged = await run(["pull", `--key=${key}`], { env });
  expect([flagged.code, flagged.errors.includes(key)]).toEqual([2, false]);
  expect(await run(["login", url], { env, input: "us_manage_nobody\n" })).toMatchObject({ code: 4 });
  const kept = await run(["login", url], { env, input: `${key}\n` });
  expect(kept).toMatchObject({ code: 0, out: expect.not.stringContaining(key) });
  const path = join(folder, ".config/understudy/credentials.json");
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(await run(["pull"], { env })).toMatchObject({ code: 0 });
  expect(await run(["init", "--environment", "production"], { env })).toMatchObject({ code: 0 });
  expect(readFileSync(join(folder, "understudy.json"), "utf8")).not.toContain(key);
  expect(await run(["init"], { env })).toMatchObject({ code: 2 });
  expect(await run(["doctor"], { env })).toMatchObject({ code: 0, out: expect.not.stringContaining(key) });
  rmSync(path);
  expect(await run(["doctor", "--json"], { env })).toMatchObject({ code: 1 });
});

test("an unavailable or unknown server is reported", async () => {
  const gone = await run(["pull"], { env: { UNDERSTUDY_URL: "http://127.0.0.1:1" } });
  expect(gone.code).toBe(5);
  expect(gone.errors).toMatch(/^understudy: It cannot be reached .*\n$/);
  const other = createServer((_, response) => void response.end("<html>"));
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  const address = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  const wrong = await run(["pull", "--json"], { env: { UNDERSTUDY_URL: address } });
  expect([wrong.code, JSON.parse(wrong.errors).error.code]).toEqual([6, "not_understudy"]);
  expect((await run(["login", address], { input: "key\n" })).errors).toContain("is not an Understudy server");
  other.closeAllConnections();
  other.close();
});

test("types, help, completion", async () => {
  const name = "typed";
  await createPrompt(workspace.owner, { name, content: says("Hi {{ who }}") });
  await promoteVersion(workspace.owner, { name, version: 1, environment: "production" });
  const env = { UNDERSTUDY_API_KEY: workspace.runtimeKeys.production };
  expect((await run(["types"], { env })).out).toContain("typed");
  expect(await run(["types", "--out", "prompts.ts", "--check"], { env })).toMatchObject({ code: 1 });
  expect(await run(["types", "--out", "prompts.ts"], { env })).toMatchObject({ code: 0 });
  expect(await run(["types", "--out", "prompts.ts", "--check"], { env })).toMatchObject({ code: 0 });
  expect((await run(["--help"])).out).toContain("Exit codes");
  expect((await run(["push", "--help"])).out).toContain("--dry-run");
  expect(await run(["nonsense"])).toMatchObject({ code: 2 });
  for (const shell of ["bash", "zsh", "fish"]) expect((await run(["completion", shell])).out).toContain("rollback");
  const { out } = await run(["completion", "bash"]);
  const script = `${out}\nCOMP_WORDS=(understudy pu); COMP_CWORD=1; _understudy; echo "\${COMPREPLY[@]}"`;
  const completed = await new Promise<string>((done) => execFile("bash", ["-c", script], (_, text) => done(text)));
  expect(completed.trim()).toBe("pull push");
});

test("logs shows reported calls, and continues with -f", async () => {
  const name = "logged";
  await createPrompt(workspace.owner, { name, content: says("one") });
  await promoteVersion(workspace.owner, { name, version: 1, environment: "production" });
  let count = 0;
  const report = async () => {
    const id = `cli-${workspace.workspaceId}-${count++}`;
    const event = {
      type: "interaction",
      id,
      interactionId: id,
      prompt: name,
      version: 1,
      at: new Date().toISOString(),
      latencyMs: 12,
      model: "gpt-4.1-mini",
      inputTokens: 1_000,
      outputTokens: 1_000,
      output: "\u001b[31mred",
    };
    const response = await fetch(`${url}/api/v1/events`, {
      method: "POST",
      headers: { authorization: `Bearer ${workspace.runtimeKeys.production}`, "content-type": "application/json" },
      body: JSON.stringify({ events: [event] }),
    });
    expect(response.status).toBe(202);
  };
  await report();
  await report();
  const shown = await run(["logs", "-n", "1"]);
  expect(shown.out.trim().split("\n")).toHaveLength(1);
  expect(shown.out).toContain("logged v1");
  expect(shown.out).toContain("≈$0.00200"); // the list price
  expect(shown.out).not.toContain("\u001b");
  const child = execFile(process.execPath, [program, "logs", "-f", "--json", "-n", "2"], {
    cwd: folder,
    env: { ...process.env, UNDERSTUDY_URL: url, UNDERSTUDY_API_KEY: workspace.manageKey, UNDERSTUDY_POLL_MS: "50" },
  });
  let seen = "";
  child.stdout?.on("data", (text: string) => {
    seen += text;
  });
  const lines = () =>
    seen
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line).interactionId);
  await vi.waitFor(() => expect(lines()).toHaveLength(2), { timeout: 20_000 });
  await report();
  await vi.waitFor(() => expect(lines()).toHaveLength(3), { timeout: 20_000 });
  let errors = "";
  child.stderr?.on("data", (text: string) => {
    errors += text;
  });
  isAway = true;
  await vi.waitFor(() => expect(errors).toContain("cannot be reached"), { timeout: 20_000 });
  await new Promise((done) => setTimeout(done, 300));
  isAway = false;
  await report();
  await vi.waitFor(() => expect(lines()).toHaveLength(4), { timeout: 20_000 });
  expect(new Set(lines()).size).toBe(4);
  expect(errors.trim().split("\n")).toHaveLength(1);
  const ended = new Promise<number | null>((done) => child.once("exit", done));
  child.kill("SIGINT");
  expect(await ended).toBe(0);
});

describe("eval", () => {
  let provider: FakeProvider;
  let engine: Engine;
  beforeEach(async () => {
    provider = await startFakeProvider();
    // A version whose prompt contains "badly" gets half of the answers wrong.
    provider.reply = (body) => {
      const word = wordOf(body);
      const isWrong = JSON.stringify(body).includes("badly") && Number(word.slice(1)) % 2 === 0;
      return { text: isWrong ? "something else" : word };
    };
    const { owner, workspaceId } = workspace;
    const { suiteId } = await createSuiteExpecting(workspace, { provider, cases: 10 });
    const scorers = [scorerConfig.parse({ id: "exact", type: "exact", name: "Exact" })] as Prisma.InputJsonValue;
    await prisma().testSuite.update({ where: { id: suiteId, workspaceId }, data: { scorers } });
    await promoteVersion(owner, { name: "say", version: 1, environment: "production", reason: "Start" });
    await saveGatePolicy(owner, {
      name: "say",
      environment: "production",
      suite: suiteId,
      minimums: { accuracy: 0.9 },
    });
    engine = createEngine(workspaceId);
    engine.start();
  });
  const stop = async () => {
    await engine.stop();
    await provider.stop();
  };

  test("ends with 0 or 1, and writes JUnit and Markdown", async () => {
    const content = {
      messages: [{ role: "user" as const, content: "Do it badly. Say {{ word }}." }],
      variables: [{ name: "word", type: "string" as const, required: true }],
      model: { provider: "fake", name: "fake-large" },
    };
    await saveVersion(workspace.owner, { name: "say", content });
    const files = ["--junit", "out.xml", "--markdown", "out.md"];
    const bad = await run(["eval", "say", "--to", "production", ...files]);
    expect(bad).toMatchObject({ code: 1, errors: "" });
    const markdown = readFileSync(join(folder, "out.md"), "utf8");
    expect(markdown).toContain("### ❌ say v2: failed");
    expect(markdown).toContain("| accuracy | 50 % |");
    const junit = readFileSync(join(folder, "out.xml"), "utf8");
    expect(junit).toContain('<testsuite name="say v2" tests="11" failures="6">');
    const good = await run(["eval", "say", "--version", "1", "--suite", "Words", "--minimum", "0.9", "--json"]);
    expect(good.code).toBe(0);
    expect(JSON.parse(good.out)).toMatchObject({ isPassed: true, evaluations: [{ verdict: "passed" }] });
    const low = await run(["eval", "say", "--suite", "Words", "--minimum", "0.9"]);
    expect(low).toMatchObject({ code: 1, out: expect.stringContaining("failed: accuracy under 90 %") });
    expect(await run(["eval", "say"])).toMatchObject({ code: 2 });
    await stop();
  });
});
