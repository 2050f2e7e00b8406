/** @module-tag slow */
import Ajv2020, { type ValidateFunction } from "ajv/dist/2020";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { beforeAll, expect, it, vi } from "vitest";
import { keyScopeRights } from "@/lib/auth/authorize";
import { createApiKey } from "@/lib/auth/commands/api-keys";
import { sha256Hex } from "@/lib/core/hash";
import { anyContent } from "@/lib/testing/any-content";
import { type ApiAnswer, type Client, chatContent, createClient, inPath, mountBeforeAll } from "@/lib/testing/api";
import { callBodies, calledPrompt } from "@/lib/testing/call-bodies";
import { type FuzzOperation, type FuzzRequest, operationsOf, requestTo } from "@/lib/testing/fuzz/requests";
import { Values } from "@/lib/testing/fuzz/values";
import { cases } from "@/lib/testing/properties";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { openApiDocument } from "./openapi-document";

vi.stubEnv("ENCRYPTION_KEYS", `test:${Buffer.alloc(32, 7).toString("base64")}`);

/** `npm run test:explore` sends 2,000, with a new seed. */
const count = cases(200);
const seed = Number(process.env.UNDERSTUDY_TEST_SEED ?? 20_251_122);
/** Values are drawn one at a time, because they refer to earlier responses. */
const numRuns = 1;
/** A key may send 1,200 requests per minute. */
const callsPerKey = 1000;

const document = openApiDocument();
// Excludes the stream, which does not end.
const operations = operationsOf(document, ["streamBundle"]);

const mount = mountBeforeAll();
let workspace: TestWorkspace;
const own = new Set<string>();
/** Ids from responses, by the path below which they are found. */
const found = new Map<string, string[]>();
const prompts = ["fuzz/first", "fuzz/second", calledPrompt];

beforeAll(async () => {
  workspace = await createTestWorkspace();
});

/** An item of a list that grows while requests are sent. */
const oneOf = (list: () => readonly unknown[]) =>
  fc.nat(9999).map((at) => list()[at % Math.max(1, list().length)] ?? "01890000-0000-7000-8000-000000000000");
const idsOf = (segment: string) => oneOf(() => found.get(segment) ?? []);
const promptName = fc.oneof(
  { weight: 5, arbitrary: oneOf(() => prompts) },
  fc.constantFrom("fuzz/new", "fuzz/other", "fuzz/deep/er", "fuzz/x1"),
);
const environment = fc.constantFrom("development", "staging", "production");
const hints: Record<string, fc.Arbitrary<unknown>> = {
  content: anyContent,
  prompt: promptName,
  environment,
  environments: fc.constantFrom("all", ["production"], ["staging", "production"]),
  version: fc.integer({ min: 1, max: 3 }),
  suite: idsOf("suites"),
  suiteId: idsOf("suites"),
  draftCopyId: idsOf("drafts"),
  experimentId: idsOf("experiments"),
  caseKey: idsOf("caseKey"),
  host: fc.constantFrom("http://10.0.0.1:9", "https://127.0.0.1"),
};
const values = new Values(document, (field) => hints[field]);

async function keyed(scope: "manage" | "runtime"): Promise<Client> {
  const rights = [...keyScopeRights[scope]];
  const made = await createApiKey(workspace.owner, { name: "fuzz", scope, environments: "all", rights });
  own.add(made.id);
  return createClient(mount.send, made.key);
}

/** The list that contains a path's resources: "drafts" of /prompts/a/drafts/{id}, else its first segment. */
function segmentOf(path: string): string {
  const [first = "", , second] = path.replace(/^\//, "").replace(/\?.*/, "").split("/");
  return (first === "prompts" || first === "change-requests") && second !== undefined ? second : first;
}

/**
 * The requests of each operation. Each operation has its own seed, so that a new operation does not change the requests
 * of others.
 */
const drawn = operations.map((one) => {
  const segment = segmentOf(one.route);
  const requests = requestTo(one, values, ({ name, in: where, schema }) => {
    if (where === "path" && name === "name") return one.route.startsWith("/prompts/") ? promptName : environment;
    if (where === "path" && name === "id") return idsOf(segment);
    if (name === "number") return fc.constantFrom(1, 2);
    return hints[name] ? fc.oneof({ weight: 4, arbitrary: hints[name] }, values.of(schema)) : values.of(schema);
  });
  const first = seed + Number.parseInt(sha256Hex(one.operation.operationId).slice(0, 7), 16);
  return (round: number) => fc.sample(requests, { seed: first + round, numRuns });
});

const ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(document, "openapi.json");
const validators = new Map<string, ValidateFunction>();
const escaped = (text: string) => text.replaceAll("~", "~0").replaceAll("/", "~1");

/** How the response differs from the document, as a sentence; null if it does not. */
function faultOf({ operation, method, route }: FuzzRequest, { status, body, headers }: ApiAnswer): string | null {
  if (status >= 500) return `${status}: ${JSON.stringify(body)}`;
  const documented = operation.responses[status];
  if (!documented) return `${status} is not documented`;
  const type = (headers.get("content-type") ?? "").replace(/;.*/, "");
  if (status === 304) return null;
  const media = Object.keys(documented.content ?? {}).find((one) => one.replace(/;.*/, "") === type);
  if (!media) return `${status} as ${type} is not documented`;
  if (!/\bjson$/.test(type)) return null;
  const ref = `openapi.json#/paths/${escaped(route)}/${method.toLowerCase()}/responses/${status}/content/${escaped(media)}/schema`;
  const validate = validators.get(ref) ?? ajv.compile({ $ref: encodeURI(ref) });
  validators.set(ref, validate);
  return validate(body) ? null : `${status} is not as its schema: ${ajv.errorsText(validate.errors)}`;
}

/** Stores the ids in a response for later requests. */
function learn(path: string, { body }: ApiAnswer): void {
  const segment = segmentOf(path);
  const shown: unknown[] = body?.items ?? body?.cases ?? [body];
  for (const one of Array.isArray(shown) ? shown : []) {
    const { id, key, name } = (one ?? {}) as Record<string, unknown>;
    const remember = (kind: string, text: string) => found.set(kind, [...(found.get(kind) ?? []), text].slice(-20));
    if (typeof id === "string" && !own.has(id)) remember(segment, id);
    if (typeof key === "string") remember("caseKey", key);
    if (segment === "prompts" && typeof name === "string" && name.startsWith("fuzz/")) prompts.push(name);
  }
}

const nothing = "01890000-0000-7000-8000-000000000000";
/** Values of paths and queries in valid requests. */
const usual: Record<string, string> = {
  name: calledPrompt,
  prompt: calledPrompt,
  environment: "production",
  version: "1",
  number: "1",
  from: "1",
  to: "2",
  metric: "thumbs",
  format: "csv",
};

/** A valid request of the operation: only required parameters, with existing resources. */
function rightRequest({ method, route, operation }: FuzzOperation): FuzzRequest {
  const say = (name: string) => {
    if (name === "at") return new Date().toISOString();
    const id = found.get(name)?.at(-1) ?? found.get(segmentOf(route))?.at(-1) ?? nothing;
    return name === "name" && !route.startsWith("/prompts/") ? "staging" : (usual[name] ?? id);
  };
  const query = operation.parameters.flatMap((one) =>
    one.in === "query" && (one.required || one.name === "environment")
      ? [`${one.name}=${encodeURIComponent(say(one.name))}`]
      : [],
  );
  const path = route.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(say(name)));
  const body = callBodies[operation.operationId];
  return {
    operation,
    route,
    method: method.toUpperCase(),
    path: query.length > 0 ? `${path}?${query.join("&")}` : path,
    ...(body !== undefined && { body }),
  };
}

/** Creating operations run first, deleting and archiving ones last. */
const turn = ({ method, route, operation }: FuzzOperation) => {
  if (method === "delete" || operation.operationId === "bulkPrompts") return 2;
  return method === "post" && !route.includes("{") ? 0 : 1;
};

/** Creates resources of each kind, so that the first requests can find some. */
async function prepare(manage: Client): Promise<void> {
  const [first, second] = prompts as [string, string];
  for (const name of [first, second, calledPrompt]) {
    await manage.post("/prompts", { name, content: chatContent("Hi {{ topic }}"), deployTo: "production" });
    await manage.post(`/prompts/${inPath(name)}/versions`, { content: chatContent("Hello {{ topic }}") });
  }
  const at = `/prompts/${inPath(first)}`;
  const suite = (await manage.post("/suites", { name: "Everyday", prompt: first })).body.id;
  const variants = [1, 2].map((version) => ({ key: `v${version}`, version, weight: 0.5 }));
  const plan = { name: "Fuzz", prompt: second, environment: "production", primaryMetric: "completion", variants };
  const calls: [string, unknown][] = [
    [`/suites/${suite}/cases`, { cases: [{ variables: { topic: "tea" } }, { variables: { topic: "milk" } }] }],
    [`${at}/drafts`, { name: "Copy" }],
    [`${at}/samples`, { name: "Usual", variables: { topic: "tea" } }],
    [`${at}/previews`, { version: 1 }],
    ["/change-requests", { name: first, version: 2, environment: "production", title: "Say hello" }],
    ["/change-requests/1/comments", { body: "Why?" }],
    ["/experiments", { ...plan, minimumEffect: 0.05 }],
    ["/guards", { prompt: first, environment: "production", metrics: [{ name: "completion", worse: "lower" }] }],
    ["/alert-channels", { kind: "email", name: "Team", recipients: ["team@example.test"] }],
    ["/keys", { name: "spare", scope: "runtime", environments: "all" }],
    ["/invitations", { email: "new@example.test", role: "viewer" }],
    ["/evaluations", { prompt: first, version: 1, suite: "Everyday", scorers: ["exact"] }],
  ];
  for (const [path, body] of calls) learn(path, await manage.post(path, body));
  learn("/suites", await manage.get("/suites"));
  learn(`/suites/${suite}/cases`, await manage.get(`/suites/${suite}/cases`));
  learn("/members", await manage.get("/members"));
}

it(
  `a right request to each operation, and ${count} right and broken ones made from the document, answer as it says`,
  async () => {
    const faults: string[] = [];
    const succeeded = new Set<string>();
    let manage = await keyed("manage");
    const runtime = await keyed("runtime");
    await prepare(manage);
    const right = operations.toSorted((one, other) => turn(one) - turn(other));
    for (let index = 0; index < right.length + count; index++) {
      if (index % callsPerKey === callsPerKey - 1) manage = await keyed("manage");
      const example = right[index];
      const at = index - right.length;
      const request = example ? rightRequest(example) : drawn[at % drawn.length]?.(Math.floor(at / drawn.length))[0];
      if (!request) throw new Error("There is nothing to send.");
      const { operation, method, path, body } = request;
      const isManaged = keyScopeRights.manage.some((right) => right === operation["x-permission"]);
      const say = (what: string) =>
        faults.push(`${method} ${path}\n  ${JSON.stringify(body)?.slice(0, 2000)}\n  → ${what}`);
      try {
        const answered = await (isManaged ? manage : runtime).call(method, path, body);
        const fault = faultOf(request, answered);
        if (fault) say(fault);
        if (answered.status >= 300) continue;
        succeeded.add(operation.operationId);
        learn(path, answered);
      } catch (error) {
        say(error instanceof Error ? error.message : String(error));
      }
    }
    expect(faults.join("\n\n")).toBe("");
    expect(succeeded.size, "operations that answered a right request").toBeGreaterThan(operations.length / 2);
  },
  120_000 + count * 100,
);
