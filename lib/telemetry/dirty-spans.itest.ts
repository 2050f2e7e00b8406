import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listRequests } from "@/lib/requests/queries/requests";
import { getTraceOrThrow } from "@/lib/requests/queries/trace";
import { type Mount, mountAheadOfNext } from "@/lib/testing/api";
import { copyToStore } from "@/lib/testing/event-store";
import { createLivePrompt } from "@/lib/testing/experiment";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

let workspace: TestWorkspace;
let mount: Mount;
const began = Date.now() - 5 * 3_600_000;
const prompt = "dirty/spans";

beforeAll(async () => {
  [mount, workspace] = await Promise.all([mountAheadOfNext(), createTestWorkspace()]);
  await createLivePrompt(workspace.owner, prompt);
});
afterAll(() => mount.stop());

const traceOf = (n: number) => n.toString(16).padStart(32, "d");
const idOf = (n: number) => n.toString(16).padStart(16, "e");
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const span = (trace: number, id: number, more: object = {}) => ({
  traceId: traceOf(trace),
  spanId: idOf(id),
  name: `step ${id}`,
  startTimeUnixNano: `${began + id * 1_000}000000`,
  endTimeUnixNano: `${began + id * 1_000 + 500}000000`,
  ...more,
});
const resource = (environment: string) => ({ attributes: [text("deployment.environment.name", environment)] });
const bodyOf = (spans: object[], environment = "production") =>
  JSON.stringify({ resourceSpans: [{ resource: resource(environment), scopeSpans: [{ spans }] }] });
async function post(body: string | Uint8Array<ArrayBuffer>, encoding: "gzip" | "identity" = "identity") {
  const headers = {
    authorization: `Bearer ${workspace.manageKey}`,
    "content-type": "application/json",
    "content-encoding": encoding,
  };
  const response = await mount.send("/api/v1/otlp/v1/traces", { method: "POST", headers, body });
  return { status: response.status, body: await response.json() };
}
const send = async (...spans: object[]) => expect(await post(bodyOf(spans))).toEqual({ status: 200, body: {} });
async function stepsOf(trace: number) {
  await copyToStore();
  return (await getTraceOrThrow(workspace.owner, traceOf(trace))).steps;
}

it("the spans of a trace arrive alone, in any order; each stands below its parent", async () => {
  const spans = Array.from({ length: 7 }, (_, n) =>
    span(1, n + 1, n === 0 ? {} : { parentSpanId: idOf(Math.ceil(n / 2)) }),
  );
  for (const one of [spans[6], spans[3], spans[0], spans[5], spans[3], spans[1], spans[4], spans[2]])
    if (one) await send(one);
  expect((await stepsOf(1)).map(({ name, depth }) => [name, depth])).toEqual([
    ["step 1", 0],
    ["step 2", 1],
    ["step 4", 2],
    ["step 5", 2],
    ["step 3", 1],
    ["step 6", 2],
    ["step 7", 2],
  ]);
});

it("the same span id in two traces is two calls", async () => {
  const call = (trace: number, output: string) =>
    span(trace, 1, {
      attributes: [
        text("gen_ai.operation.name", "chat"),
        text("gen_ai.prompt.name", prompt),
        { key: "gen_ai.prompt.version", value: { intValue: "1" } },
        text("output.value", output),
      ],
    });
  await send(call(2, "two"), call(3, "three"));
  for (const [trace, output] of [
    [2, "two"],
    [3, "three"],
  ] as const)
    expect(await stepsOf(trace)).toMatchObject([{ output, prompt, interactionId: `${traceOf(trace)}:${idOf(1)}` }]);
  const { items } = await listRequests(workspace.owner, { prompt, limit: 10 });
  expect(items.map(({ outputExcerpt }) => outputExcerpt).toSorted()).toEqual(["three", "two"]);
});

it("a body of several gzip members is read whole", async () => {
  const body = bodyOf([span(4, 1), span(4, 2)]);
  const members = [body.slice(0, 100), body.slice(100, 101), "", body.slice(101)].map((part) => gzipSync(part));
  expect(await post(Uint8Array.from(Buffer.concat(members)), "gzip")).toEqual({ status: 200, body: {} });
  expect((await stepsOf(4)).map(({ name }) => name)).toEqual(["step 1", "step 2"]);
});

it("a span with texts that cannot be stored is refused by name, and its neighbours are stored", async () => {
  for (const [n, odd] of ["a\u0000b", "a\ud800b"].entries()) {
    const bad = [
      span(5 + n, 1, { name: odd }),
      span(5 + n, 2, { attributes: [text("session.id", odd)] }),
      span(5 + n, 3, { attributes: [text("input.value", odd)] }),
      span(5 + n, 4, { status: { code: 2, message: odd } }),
    ];
    const { status, body } = await post(bodyOf([...bad, span(5 + n, 5), span(5 + n, 6, { name: "" })]));
    expect({ status, rejected: body.partialSuccess?.rejectedSpans }).toEqual({ status: 200, rejected: "4" });
    for (const { spanId } of bad) expect(body.partialSuccess.errorMessage).toContain(spanId);
    expect((await stepsOf(5 + n)).map(({ name }) => name)).toEqual(["step 5", "span"]);
  }
});
