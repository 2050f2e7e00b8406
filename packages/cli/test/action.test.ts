import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";

type Step = { run?: string; env?: Record<string, string> };
const action = parse(readFileSync("action.yml", "utf8")) as {
  inputs: Record<string, { default?: string }>;
  runs: { steps: Step[] };
};
const folder = () => mkdtempSync(join(tmpdir(), "understudy-action-"));

function run(file: string, args: string[], env: Record<string, string>): Promise<{ code: number; errors: string }> {
  const settings = { env: { PATH: process.env.PATH ?? "", NODE_ENV: "test", ...env } as NodeJS.ProcessEnv };
  return new Promise((done) =>
    execFile(file, args, settings, (error, _, errors) => done({ code: Number(error?.code ?? 0), errors })),
  );
}

test("no input is inserted into a script, and every referenced file exists", () => {
  for (const { run: script = "", env = {} } of action.runs.steps) {
    expect(script).not.toContain("${{");
    for (const value of Object.values(env))
      for (const [, name = ""] of value.matchAll(/inputs\.([\w-]+)/g)) expect(action.inputs).toHaveProperty(name);
    for (const [, path = ""] of script.matchAll(/\$GITHUB_ACTION_PATH\/([\w./-]+)/g))
      expect(existsSync(path)).toBe(true);
  }
});

test("the evaluation's result reaches the summary and the outputs, and its exit code the job", async () => {
  const at = folder();
  const program = join(at, "understudy.mjs");
  const stand = [
    "import { appendFileSync, writeFileSync } from 'node:fs';",
    "const args = process.argv.slice(2);",
    `appendFileSync(${JSON.stringify(join(at, "calls"))}, JSON.stringify(args) + "\\n");`,
    "if (args[0] === 'eval') writeFileSync(args[args.indexOf('--markdown') + 1], '### result\\n');",
    "process.exit(args[0] === 'eval' ? 1 : 0);",
  ];
  writeFileSync(program, stand.join("\n"));
  chmodSync(program, 0o755);
  const [summary, output] = [join(at, "summary"), join(at, "output")];
  const prompts = `support/reply $(touch ${join(at, "hacked")})\nb`;
  const env = { UNDERSTUDY: program, PROMPTS: prompts, ENVIRONMENT: "production", PUSH: "true", RUNNER_TEMP: at };
  const ran = await run("bash", ["packages/cli/action/evaluate.sh"], {
    ...env,
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_OUTPUT: output,
  });
  expect(ran.code).toBe(1);
  const calls = readFileSync(join(at, "calls"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const names = ["support/reply", "$(touch", `${join(at, "hacked")})`, "b"];
  expect(calls[0]).toEqual(["push", "--", ...names]);
  expect(calls[1].slice(-5)).toEqual(["--", ...names]);
  expect(existsSync(join(at, "hacked"))).toBe(false);
  expect(readFileSync(summary, "utf8")).toBe("### result\n");
  expect(readFileSync(output, "utf8")).toContain(`markdown=${join(at, "understudy.md")}`);
});

test("the comment is posted once and replaced afterwards; other comments are not changed", async () => {
  const mark = "<!-- understudy: production -->";
  const comments = [{ id: 1, body: `${mark} by a person`, user: { type: "User" } }];
  const seen: string[] = [];
  const github = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const sent = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : null;
    seen.push(`${request.method} ${request.url}`);
    if (request.headers.authorization !== "Bearer ghs_1") return response.writeHead(403).end("{}");
    const id = Number(/comments\/(\d+)$/.exec(request.url ?? "")?.[1] ?? 0);
    if (request.method === "POST") comments.push({ id: 2, body: sent.body, user: { type: "Bot" } });
    for (const one of comments) if (request.method === "PATCH" && one.id === id) one.body = sent.body;
    return response.end(JSON.stringify(request.method === "GET" ? comments : {}));
  });
  await new Promise<void>((done) => github.listen(0, "127.0.0.1", done));
  const markdown = join(folder(), "result.md");
  const env = {
    GITHUB_API_URL: `http://127.0.0.1:${(github.address() as AddressInfo).port}`,
    GITHUB_REPOSITORY: "acme/shop",
    GITHUB_TOKEN: "ghs_1",
    PULL_REQUEST: "7",
    MARKDOWN: markdown,
    ENVIRONMENT: "production",
  };
  const post = (text: string, more = {}) => {
    writeFileSync(markdown, text);
    return run(process.execPath, ["packages/cli/action/comment.mjs"], { ...env, ...more });
  };
  expect(await post("first")).toMatchObject({ code: 0 });
  expect(await post("x".repeat(70_000))).toMatchObject({ code: 0 });
  expect(comments.map(({ body }) => body.slice(0, 44))).toEqual([`${mark} by a person`, `${mark}\n${"x".repeat(12)}`]);
  expect(comments[1]?.body.length).toBeLessThan(65_536);
  expect(seen).toContain("POST /repos/acme/shop/issues/7/comments");
  expect(seen.at(-1)).toBe("PATCH /repos/acme/shop/issues/comments/2");
  const refused = await post("second", { GITHUB_TOKEN: "ghs_2" });
  expect([refused.code, refused.errors.includes("ghs_2")]).toEqual([1, false]);
  github.closeAllConnections();
  github.close();
});
