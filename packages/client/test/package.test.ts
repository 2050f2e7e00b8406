import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildClient, mostBytes } from "@/scripts/build-client";
import { root } from "@/scripts/root";
import { promptOf } from "./bundles";
import { startFakeServer } from "./fake-server";

const run = promisify(execFile);
let folder: string;
let bytes: number;

beforeAll(async () => {
  mkdirSync(join(root, ".test"), { recursive: true });
  folder = mkdtempSync(join(root, ".test/client-"));
  ({ bytes } = await buildClient(folder));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the client has no dependency and at most 12.3 kB compressed, without dynamic imports", () => {
  expect(mostBytes).toBe(12_300);
  expect(bytes).toBeLessThanOrEqual(mostBytes);
  for (const file of readdirSync(folder).filter((name) => /\.c?js$/.test(name))) {
    const text = readFileSync(join(folder, file), "utf8");
    const named = [...text.matchAll(/(?:from|require\(|import\()\s*"([^"]+)"/g)].map(([, name = ""]) => name);
    expect(
      named.filter((name) => !/^(\.\/|node:)/.test(name)),
      file,
    ).toEqual([]);
  }
});

test("an error that nobody catches shows a line of code, not a file", () => {
  const lines = readFileSync(join(folder, "index.js"), "utf8").split("\n");
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(2_500);
});

test("the client supports Node 18", () => {
  const newer =
    /\.(toSorted|toSpliced|toReversed|isWellFormed|toWellFormed)\(|\b(withResolvers|AbortSignal\.any|groupBy|fromAsync|import\.meta\.dirname)\b/;
  for (const file of readdirSync(folder).filter((name) => /\.c?js$/.test(name)))
    expect(newer.exec(readFileSync(join(folder, file), "utf8"))?.[0], file).toBeUndefined();
});

test.each(["esm", "cjs"])(
  "it runs as %s on plain Node, with Liquid, parts and schemas where a template needs them, and sends events",
  async (format) => {
    const content = (text: string) => ({
      type: "chat" as const,
      messages: [{ role: "system" as const, content: text }],
      variables: [{ name: "who", type: "string" as const, required: true }],
    });
    const server = await startFakeServer([
      promptOf("plain", { content: content("Hi {{ who }}") }),
      promptOf("asked", {
        content: { ...content("Hi {{ who }}"), model: { provider: "openai", name: "m", parameters: {} } },
      }),
      promptOf("rich", {
        content: {
          type: "chat",
          messages: [
            {
              role: "user",
              content: [
                { type: "text", text: "See {{ who }}" },
                { type: "image", variable: "photo" },
              ],
            },
          ],
          variables: [
            { name: "who", type: "string", required: true, schema: { maxLength: 3 } },
            { name: "photo", type: "image", required: true },
          ],
        },
      }),
      promptOf("liquid", {
        content: content("{% if who %}{{ who | upcase }} {{ who | sha256 }} {{ who | hmac_sha256: 'clé' }}{% endif %}"),
      }),
    ]);
    const file = (name: string) => join(folder, `${name}.${format === "esm" ? "js" : "cjs"}`);
    const load =
      format === "esm"
        ? (name: string) => `await import(${JSON.stringify(file(name))})`
        : (name: string) => `require(${JSON.stringify(file(name))})`;
    const program = `(async () => {
    const { createClient, UnderstudyError } = ${load("index")};
    const { fileStorage } = ${load("node")};
    const { wrapOpenAI } = ${load("wrap")};
    const one = createClient({ url: ${JSON.stringify(server.url)}, apiKey: "k", deadlineMs: 10000, storage: fileStorage(${JSON.stringify(join(folder, `${format}.json`))}) });
    const texts = [];
    for (const name of ["plain", "liquid"]) texts.push((await one.resolve(name, { variables: { who: "Ä" } })).messages[0].content);
    const photo = "https://example.com/a.png";
    const rich = (await one.resolve("rich", { variables: { who: "Ä", photo } })).messages[0].content;
    const long = await one.resolve("rich", { variables: { who: "long", photo } }).catch((error) => error.code);
    one.feedback("i", { stars: 5 });
    const model = { chat: { completions: { create: async () => ({ usage: { prompt_tokens: 3, completion_tokens: 1 } }) } } };
    const { messages } = await one.resolve("plain", { variables: { who: "Ä" } });
    await wrapOpenAI(model, one).chat.completions.create({ model: "m", messages });
    const { request } = await one.resolve("asked", { variables: { who: "Ö" }, format: "openai" });
    await wrapOpenAI(model, one).chat.completions.create(request);
    const refused = await one.resolve("liquid", { variables: {} }).catch((error) => error instanceof UnderstudyError && error.code);
    await one.close();
    console.log(JSON.stringify({ texts, rich, long, refused }));
  })();`;
    const { stdout } = await run(
      process.execPath,
      [`--input-type=${format === "esm" ? "module" : "commonjs"}`, "--eval", program],
      { timeout: 15_000 },
    );
    const { createHash, createHmac } = await import("node:crypto");
    const hash = createHash("sha256").update("Ä").digest("hex");
    const keyed = createHmac("sha256", "clé").update("Ä").digest("hex");
    expect(JSON.parse(stdout)).toEqual({
      texts: ["Hi Ä", `Ä ${hash} ${keyed}`],
      rich: [
        { type: "text", text: "See Ä" },
        { type: "image", url: "https://example.com/a.png" },
      ],
      long: "invalid_variable_type",
      refused: "missing_variables",
    });
    // The wrapper is another file of the package, and knows the prompt by its messages.
    const events = server.asked("/events").flatMap(({ body }) => (body as { events: object[] }).events);
    expect(events).toMatchObject([
      { interactionId: "i", stars: 5 },
      { prompt: "plain", inputTokens: 3, outputTokens: 1 },
      { prompt: "asked", inputTokens: 3, outputTokens: 1 },
    ]);
    await server.stop();
  },
  120_000,
);

test("a script that awaits an answer gets it without a server, although nothing else keeps it alive", async () => {
  const program = `(async () => {
    const { createClient } = require(${JSON.stringify(join(folder, "index.cjs"))});
    const one = createClient({ url: "http://127.0.0.1:1", apiKey: "k", deadlineMs: 200 });
    const ready = await one.ready().catch((error) => error.code);
    const { source } = await one.resolve("a", { fallback: "x" });
    console.log(ready, source, await one.resolve("a").catch((error) => error.code));
  })();`;
  const { stdout } = await run(process.execPath, ["--eval", program], { timeout: 15_000 });
  expect(stdout.trim()).toBe("not_ready fallback not_ready");
}, 60_000);

test("understudy-types writes a file, and --check detects an outdated one", async () => {
  const server = await startFakeServer([promptOf("a/b")]);
  const out = join(folder, "prompts.ts");
  const command = (...more: string[]) =>
    run(process.execPath, [join(folder, "bin.js"), "--url", server.url, "--key", "k", "--out", out, ...more]);
  await expect(command("--check")).rejects.toMatchObject({ code: 1 });
  await command();
  expect(readFileSync(out, "utf8")).toContain('"a/b": { variables: Record<string, never>; response: unknown };');
  await command("--check");
  server.state.prompts = [promptOf("a/c")];
  await expect(command("--check")).rejects.toMatchObject({ code: 1 });
  await expect(run(process.execPath, [join(folder, "bin.js")])).rejects.toMatchObject({ code: 2 });
  await server.stop();
}, 120_000);
