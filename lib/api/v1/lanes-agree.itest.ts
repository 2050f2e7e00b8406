import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Content, Variable } from "@/lib/template/content";
import { formats } from "@/lib/template/requests/formats";
import { anyContent } from "@/lib/testing/any-content";
import { chatContent, createClient, mountAheadOfNext } from "@/lib/testing/api";
import { cases } from "@/lib/testing/properties";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { fromNode, writeTo } from "../node-exchange";
import { serve } from "../serve";
import { tryFastPost } from "./fast-resolve";
import { resolveEndpoints } from "./resolve";

type Answer = { status: number; headers: string[]; body: string };
type Side = { url: string; stop: () => void };

const endpoint = resolveEndpoints.find(({ id }) => id === "renderPrompt") as (typeof resolveEndpoints)[number];
let workspace: TestWorkspace;
let fast: Side;
let full: Side;
let taken = 0;
let filled = 0;

async function listen(handler: (req: IncomingMessage, res: ServerResponse) => void): Promise<Side> {
  const server = createServer(handler);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => server.close() };
}

beforeAll(async () => {
  workspace = await createTestWorkspace();
  const answerFully = async (req: IncomingMessage, res: ServerResponse) =>
    writeTo(res, await serve(endpoint, fromNode(req), {}));
  full = await listen((req, res) => void answerFully(req, res));
  // 299: left to the full route.
  fast = await listen((req, res) => {
    if (!tryFastPost(req, res, () => res.writeHead(299).end())) res.writeHead(299).end();
  });
});
afterAll(() => {
  fast.stop();
  full.stop();
});

const changing = /^(server-timing|x-interaction-id|date)$/i;

/** The response with its headers in order, without parts that differ between calls. */
function send({ url }: Side, body: Buffer, more: Record<string, string> = {}): Promise<Answer> {
  const headers = {
    authorization: `Bearer ${workspace.runtimeKeys.production}`,
    "content-type": "application/json",
    "content-length": String(body.length),
    "x-request-id": "the-same",
    ...more,
  };
  return new Promise((done, fail) => {
    const call = request(`${url}/api/v1/prompts/resolve`, { method: "POST", headers }, (response) => {
      const pieces: Buffer[] = [];
      response.on("data", (piece: Buffer) => pieces.push(piece));
      response.on("end", () => {
        const raw = response.rawHeaders;
        const pairs = raw.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${raw[at + 1]}`] : []));
        const kept = pairs.filter((pair) => !changing.test(pair.split(":")[0] ?? ""));
        done({ status: response.statusCode ?? 0, headers: kept, body: Buffer.concat(pieces).toString() });
      });
    });
    call.on("error", fail).end(body);
  });
}

async function assertSame(body: Buffer, headers?: Record<string, string>): Promise<void> {
  const one = await send(fast, body, headers);
  if (one.status === 299) return;
  taken++;
  if (one.status === 200) filled++;
  expect(one).toEqual(await send(full, body, headers));
}

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 20 }),
  fc.constantFrom("", "{{ name }}", '"\\\n', "\u2028", "Peña"),
);
const value = fc.oneof(text, fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.jsonValue({ maxDepth: 3 }));
const byType = {
  string: text,
  number: fc.double({ noNaN: true, noDefaultInfinity: true }),
  boolean: fc.boolean(),
  array: fc.array(value, { maxLength: 3 }),
  object: fc.dictionary(fc.constantFrom("name", "topic", "user", "__proto__"), value, { maxKeys: 3 }),
  image: fc.constantFrom("https://example.com/a.png", { data: "aGk=", media_type: "image/png" }, "no address"),
  file: fc.constantFrom("https://example.com/a.pdf", "gs://bucket/a.pdf"),
} satisfies Record<Variable["type"], fc.Arbitrary<unknown>>;

/** Values for the declared variables: mostly valid, sometimes missing, of a wrong type, or undeclared. */
function variablesFor(declared: readonly Variable[]): fc.Arbitrary<Record<string, unknown>> {
  const known = Object.fromEntries(
    declared.map(({ name, type }) => [name, fc.oneof({ weight: 30, arbitrary: byType[type] }, value)]),
  );
  const all = fc.record(known);
  const some = fc.record(known, { requiredKeys: [] });
  return fc
    .tuple(fc.oneof({ weight: 6, arbitrary: all }, some), fc.dictionary(text, value, { maxKeys: 1 }))
    .map(([own, more]) => ({ ...more, ...own }));
}

const message = fc.record(
  {
    name: fc.oneof({ weight: 5, arbitrary: fc.constantFrom("ana", "bo") }, fc.constant("x".repeat(65))),
    content: text,
    role: fc.oneof({ weight: 30, arbitrary: fc.constantFrom("user", "assistant", "tool") }, fc.constant("system")),
  },
  { requiredKeys: ["role", "content"] },
);
const placeholders = fc.dictionary(
  fc.constantFrom("history", "examples", "context", "other", "toString"),
  fc.array(message, { maxLength: 3 }),
  { maxKeys: 3 },
);
/** A placeholder in a body for the name of the tested prompt. */
const thePrompt = "this";

const rare = <T>(usual: fc.Arbitrary<T>, ...unusual: unknown[]) =>
  fc.oneof({ weight: 15, arbitrary: usual as fc.Arbitrary<unknown> }, fc.constantFrom(...unusual));

const bodyFor = ({ variables = [] }: Content) =>
  fc.record(
    {
      name: rare(fc.constant(thePrompt), "nobody", "Not A Name", "résumé", 7),
      environment: rare(fc.constant("production"), "staging", "nowhere", "", null),
      userId: rare(text, "", "u".repeat(201), 1),
      format: rare(fc.constantFrom(...formats), "xml", null),
      variables: rare(variablesFor(variables), [], null, "x"),
      placeholders: rare(placeholders, [], null, { history: {} }, { history: [null] }),
    },
    { requiredKeys: ["name"] },
  );

/** Several ways to write the same JSON, and some that are not JSON. */
const write = fc.constantFrom<(body: object) => Buffer>(
  (body) => Buffer.from(JSON.stringify(body)),
  (body) => Buffer.from(JSON.stringify(body, null, 2)),
  (body) =>
    Buffer.from(
      JSON.stringify(body).replaceAll(/[^\0-~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`),
    ),
  (body) => Buffer.from(`\uFEFF${JSON.stringify(body)}`),
  (body) => Buffer.from(JSON.stringify(body), "latin1"),
  (body) => Buffer.from(JSON.stringify(body).replace('"name"', '"name":"x","name"')),
);

/** A prompt's content, and bodies of requests for it. */
const contentAndCalls = anyContent.chain((content) =>
  fc.tuple(fc.constant(content), fc.array(fc.tuple(bodyFor(content), write), { minLength: 25, maxLength: 25 })),
);

it("answers a POST with the same bytes as the full route, for any prompt and body", async () => {
  const mount = await mountAheadOfNext();
  const manage = createClient(mount.send, workspace.manageKey);
  let made = 0;
  await fc.assert(
    fc.asyncProperty(contentAndCalls, async ([content, calls]) => {
      const name = `any/p${made++}`;
      fc.pre((await manage.post("/prompts", { name, content })).status === 201);
      await manage.post(`/prompts/${encodeURIComponent(name)}/promote`, { version: 1, environment: "production" });
      await send(full, Buffer.from(JSON.stringify({ name }))); // cached from here on
      for (const [{ name: calledName, ...body }, toBytes] of calls)
        await assertSame(toBytes({ name: calledName === thePrompt ? name : calledName, ...body }));
    }),
    { numRuns: cases(30) },
  );
  await mount.stop();
  expect(taken).toBeGreaterThan(cases(200));
  expect(filled).toBeGreaterThan(cases(30));
}, 300_000);

it("answers a conditional request like the full route", async () => {
  const mount = await mountAheadOfNext();
  const manage = createClient(mount.send, workspace.manageKey);
  await manage.post("/prompts", { name: "tagged", content: chatContent("x") });
  await manage.post("/prompts/tagged/promote", { version: 1, environment: "production" });
  await mount.stop();
  const body = Buffer.from('{"name":"tagged"}');
  const { headers } = await send(full, body);
  const etag = headers.find((line) => line.startsWith("etag: "))?.slice("etag: ".length) ?? "";
  taken = 0;
  for (const tag of [etag, `W/${etag}`, "*", '"other"', `"other", ${etag}`])
    await assertSame(body, { "if-none-match": tag });
  expect(taken).toBe(5);
});
