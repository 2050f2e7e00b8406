import { afterEach, describe, expect, test, vi } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { type FakeTool, startFakeLangfuse, startFakeLangSmith, startFakePromptLayer } from "@/lib/testing/fake-tools";
import { importFixtures } from "@/lib/testing/import-fixtures";
import { readPrompts } from "../transfer/read-prompts";
import { pullPrompts } from "./pull-prompts";
import type { PullInput, PullStep } from "./schema";

vi.stubEnv("OUTGOING_ALLOWED_HOSTS", "127.0.0.1");

const actorOf = (role: "editor" | "viewer") =>
  ({ kind: "user", userId: "u", workspaceId: "w", role, name: "Kim" }) as unknown as Actor;
const editor = actorOf("editor");

let tool: FakeTool | null = null;
afterEach(async () => {
  await tool?.stop();
  tool = null;
});

/** Runs all steps, as a page does. */
async function pullAll(input: PullInput): Promise<PullStep[]> {
  const steps: PullStep[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const step: PullStep = await pullPrompts(editor, { ...input, ...(cursor && { cursor }) });
    steps.push(step);
    cursor = step.cursor;
    if (steps.length > 50) throw new Error("It does not end.");
  }
  return steps;
}
const filesOf = (steps: readonly PullStep[]) => steps.flatMap(({ files }) => files);
const read = (steps: readonly PullStep[]) =>
  readPrompts({ format: "auto", files: filesOf(steps).map(({ name, text }) => ({ name, text })), skip: [] }).prompts;

const langfusePrompts = (count: number, versions = 2) =>
  Array.from({ length: count }, (_, prompt) =>
    Array.from({ length: versions }, (_, index) => ({
      name: `folder/prompt ${prompt}`,
      version: index + 1,
      type: "text",
      prompt: `Text ${prompt} of v${index + 1} for {{name}}`,
      config: {},
      labels: index === 0 ? ["production"] : ["latest"],
      tags: ["t"],
    })),
  ).flat();
const langfuseInput = (url: string): PullInput => ({ tool: "langfuse", host: url, key: "pk", secret: "sk" });

describe("Langfuse", () => {
  test("reads every prompt with every version and label, in several steps, and the datasets", async () => {
    const items = {
      orders: Array.from({ length: 150 }, (_, id) => ({ id: String(id), input: { q: `Q${id}` }, expectedOutput: "A" })),
    };
    tool = await startFakeLangfuse(langfusePrompts(45), items);
    const steps = await pullAll(langfuseInput(tool.url));
    expect(steps.length).toBeGreaterThan(2);
    expect(steps[0]).toMatchObject({ total: 45 });
    const prompts = read(steps);
    expect(prompts).toHaveLength(45);
    expect(prompts[44]?.target).toBe("folder/prompt-44");
    expect(prompts[44]?.versions.map(({ number, labels }) => [number, labels])).toEqual([
      [1, ["production"]],
      [2, []],
    ]);
    const rows = steps.flatMap(({ datasets }) => datasets);
    expect(rows.map(({ name, rows: count }) => [name, count])).toEqual([
      ["orders", 100],
      ["orders", 50],
    ]);
    expect(tool.requests.every((ask) => ask.startsWith("GET "))).toBe(true);
    expect(tool.requests.some((ask) => ask.includes("folder%2Fprompt%2044?version=2&resolve=false"))).toBe(true);
  });

  test("continues a failed pull with the same cursor, and reads nothing twice", async () => {
    tool = await startFakeLangfuse(langfusePrompts(30));
    const first = await pullPrompts(editor, langfuseInput(tool.url));
    tool.faults.push({ status: 429, body: {}, headers: { "retry-after": "7" } });
    const cursor = first.cursor ?? "";
    const failing = pullPrompts(editor, { ...langfuseInput(tool.url), cursor });
    await expect(failing).rejects.toMatchObject({
      code: "provider_unavailable",
      message: expect.stringContaining("7 seconds"),
    });
    const rest: PullStep[] = [first];
    for (let next: string | null = cursor; next !== null; next = rest.at(-1)?.cursor ?? null)
      rest.push(await pullPrompts(editor, { ...langfuseInput(tool.url), cursor: next }));
    const names = filesOf(rest).map(({ name }) => name);
    expect(names).toHaveLength(30);
    expect(new Set(names).size).toBe(30);
  });

  test.each([
    ["a wrong key", { status: 401, body: { message: "no" } }, "provider_error", /key/],
    ["a page that is no API", { status: 200, body: "<html>" }, "provider_error", /no JSON/],
    ["another JSON", { status: 200, body: { hello: 1 } }, "provider_error", /no list/],
    ["a fault", { status: 500, body: {} }, "provider_unavailable", /busy/],
    ["a redirect", { status: 302, body: {}, headers: { location: "http://127.0.0.1:1/" } }, "provider_error", /302/],
  ])("%s is reported", async (_name, fault, code, message) => {
    tool = await startFakeLangfuse([]);
    tool.faults.push(fault);
    await expect(pullPrompts(editor, langfuseInput(tool.url))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  test("a private address, a missing secret, a strange cursor and a viewer are refused", async () => {
    const input = langfuseInput("http://10.0.0.1");
    await expect(pullPrompts(editor, input)).rejects.toMatchObject({ code: "url_not_allowed" });
    await expect(pullPrompts(editor, { tool: "langfuse", host: "https://x.test", key: "pk" })).rejects.toMatchObject({
      code: "invalid_request",
    });
    tool = await startFakeLangfuse([]);
    const cursor = "prompts.1.0";
    await expect(pullPrompts(editor, { ...langfuseInput(tool.url), cursor })).rejects.toMatchObject({
      code: "invalid_cursor",
    });
    await expect(pullPrompts(actorOf("viewer"), input)).rejects.toMatchObject({ code: "forbidden" });
  });
});

test("LangSmith: the workspace's own prompts, commits in order, tags as labels, and examples", async () => {
  const chain = JSON.parse(importFixtures.find(({ name }) => name === "chain.json")?.text ?? "");
  const commits = ["c1", "c2", "c3"].map((hash) => ({ hash, manifest: chain.manifest }));
  const repo = { handle: "support-reply", tenant: "own", commits, tags: { production: "c2" } };
  tool = await startFakeLangSmith([repo, { ...repo, handle: "foreign", tenant: "another" }], {
    orders: [{ inputs: { question: "Where?" }, outputs: { answer: "Here" } }],
  });
  const steps = await pullAll({ tool: "langsmith", host: tool.url, key: "lsv2_key" });
  const prompts = read(steps);
  expect(prompts.map(({ target, description, tags }) => [target, description, tags])).toEqual([
    ["support-reply", "About support-reply", ["a"]],
  ]);
  expect(prompts[0]?.versions.map(({ number, labels, problems }) => [number, labels, problems])).toEqual([
    [1, [], []],
    [2, ["production"], []],
    [3, [], []],
  ]);
  expect(steps.flatMap(({ datasets }) => datasets)).toEqual([
    { name: "orders", rows: 1, text: '{"inputs":{"question":"Where?"},"outputs":{"answer":"Here"}}' },
  ]);
});

test("PromptLayer: each version by its number, as it is written", async () => {
  const template = JSON.parse(importFixtures.find(({ name }) => name === "welcome.json")?.text ?? "");
  const versions = [1, 2, 3].map((version) => ({ ...template, version, commit_message: `c${version}` }));
  tool = await startFakePromptLayer(versions);
  const steps = await pullAll({ tool: "promptlayer", host: `${tool.url}/`, key: "pl_key" });
  expect(read(steps)[0]?.versions.map(({ number, message, problems }) => [number, message, problems])).toEqual([
    [1, "c1", []],
    [2, "c2", []],
    [3, "c3", []],
  ]);
});
