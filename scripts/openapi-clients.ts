/**
 * Tests the OpenAPI document with other tools: `npm run test:openapi`. Linters find no error, and the clients that
 * three generators produce compile with the call of the README.
 *
 * The tools need hundreds of packages and an older compiler, so they are installed into a cache folder outside of this
 * one, in the last versions that run on Node 20. `npm test` only lints with Redocly.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { generateClient } from "./prisma";

const tools = [
  "@redocly/cli@2.77.0",
  "@stoplight/spectral-cli@6.16.3",
  "openapi-typescript@7.13.0",
  "openapi-fetch@0.17.0",
  "@hey-api/openapi-ts@0.94.5",
  "orval@7.11.2",
  "typescript@5.9",
];
const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "understudy/openapi");

/** The call of the README, with each client. */
const body = `{ name: "support/reply", userId: "u_1", variables: { customer_name: "Lena Vogel", message: "Where is my tent?" } }`;
const calls: Record<string, string> = {
  "openapi-typescript": `import createClient from "openapi-fetch";
import type { paths } from "./types";
const client = createClient<paths>({ baseUrl: "http://localhost:3000/api/v1" });
const { data } = await client.POST("/prompts/resolve", { body: ${body} });
if (data?.format === "openai") console.log(data.request.messages);`,
  "hey-api": `import { renderPrompt } from "./hey-api/index";
const { data } = await renderPrompt({ body: ${body} });
if (data?.format === "openai") console.log(data.request.messages);`,
  orval: `import { renderPrompt } from "./orval";
const answer = await renderPrompt(${body});
if (answer.status === 200 && answer.data.format === "openai") console.log(answer.data.request.messages);`,
};

function run(what: string, command: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
  });
  console.log(`${what}: ${status === 0 ? "fine" : "failed"}`);
  if (status === 0) return;
  console.log(`${stdout}${stderr}`.slice(-6000));
  process.exitCode = 1;
}
const bin = (name: string) => join(folder, "node_modules/.bin", name);

// Imported lazily, because a fresh clone has no database client yet.
await generateClient();
const { openApiDocument } = await import("@/lib/api/v1/openapi-document");

mkdirSync(folder, { recursive: true });
const manifest = join(folder, "package.json");
if (!existsSync(manifest)) writeFileSync(manifest, '{ "type": "module", "private": true }\n');
writeFileSync(join(folder, "openapi.json"), JSON.stringify(openApiDocument()));
writeFileSync(join(folder, ".spectral.json"), '{ "extends": ["spectral:oas"] }\n');
const compilerOptions = {
  strict: true,
  noEmit: true,
  target: "es2022",
  module: "esnext",
  moduleResolution: "bundler",
  skipLibCheck: true,
  types: [],
  lib: ["es2022", "dom", "dom.iterable"],
};
writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["call-*.ts"] }));
for (const [client, text] of Object.entries(calls)) writeFileSync(join(folder, `call-${client}.ts`), `${text}\n`);

run("install", "npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", ...tools]);
run("redocly lint", bin("redocly"), ["lint", "openapi.json", "--extends=recommended"]);
run("spectral lint", bin("spectral"), ["lint", "openapi.json", "--fail-severity", "error"]);
run("openapi-typescript", bin("openapi-typescript"), ["openapi.json", "-o", "types.d.ts"]);
run("@hey-api/openapi-ts", bin("openapi-ts"), ["-i", "openapi.json", "-o", "hey-api"]);
run("orval", bin("orval"), ["--input", "openapi.json", "--output", "orval.ts", "--client", "fetch"]);
run("the clients compile with the README's call", bin("tsc"), ["-p", "."]);
