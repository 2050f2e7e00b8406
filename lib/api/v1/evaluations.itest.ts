import { beforeEach, expect, it } from "vitest";
import { createEngine } from "@/lib/evaluation/runs/engine/engine";
import { type Client, createClient, describeOnMounts, inPath, mountBeforeAll } from "@/lib/testing/api";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

const model = { provider: "offline", name: "understudy-offline" };
const content = (text: string) => ({ type: "text", model, messages: [{ role: "user", content: text }] });

describeOnMounts("evaluations", ({ start }) => {
  const mount = mountBeforeAll(start);
  let workspace: TestWorkspace;
  let client: Client;
  let suite = "";

  beforeEach(async () => {
    workspace = await createTestWorkspace();
    client = createClient(mount.send, workspace.manageKey);
    await client.post("/prompts", { name: "shop/greet", content: content("Say good morning.") });
    await client.post(`/prompts/${inPath("shop/greet")}/versions`, { content: content("Say good night.") });
    suite = (await client.post("/suites", { name: "Everyday" })).body.id;
    await client.post(`/suites/${suite}/cases`, { cases: [{ variables: {} }, { variables: {}, expected: "x" }] });
  });

  const ask = (more: object = {}, headers?: Record<string, string>) =>
    client.post(
      "/evaluations",
      { prompt: "shop/greet", version: 2, suite: "Everyday", scorers: ["exact"], ...more },
      headers,
    );

  it("can be created, run, and read with the result of every case", async () => {
    const made = await ask({ repeats: 2, baselineVersion: 1 });
    expect(made).toMatchObject({
      status: 202,
      body: { status: "queued", progress: { done: 0, total: 4 }, baseline: { version: 1 } },
    });
    expect(made.headers.get("location")).toBe(`/api/v1/evaluations/${made.body.id}`);
    expect(await createEngine(workspace.workspaceId).workThrough()).toBe(1);
    const { body } = await client.get(`/evaluations/${made.body.id}`);
    expect(body).toMatchObject({
      status: "finished",
      progress: { done: 4, total: 4, failed: 0, secondsLeft: 0 },
      costUsd: 0,
      gate: null,
      dimensions: { accuracy: 0, format: null, safety: null, consistency: null },
      baseline: { status: "finished" },
      details: { accuracy: { score: 0, cases: 1, passed: 0 }, format: null },
      scorers: [{ id: "exact", type: "exact", threshold: 1 }],
    });
    expect(body.cases).toHaveLength(2);
    const list = await client.get(`/evaluations?prompt=${inPath("shop/greet")}&status=finished&limit=1`);
    expect(list.body).toMatchObject({ items: { length: 1 }, nextCursor: expect.any(String) });
    const rest = await client.get(`/evaluations?version=1&suite=${suite}`);
    expect(rest.body.items).toMatchObject([{ id: body.baseline.id, trigger: "baseline" }]);
  });

  it("are created once per Idempotency-Key", async () => {
    const headers = { "idempotency-key": "ci-4711" };
    const [one, two] = [await ask({}, headers), await ask({}, headers)];
    expect(two.body.id).toBe(one.body.id);
    expect((await client.get("/evaluations")).body.items).toHaveLength(1);
    expect((await ask({ repeats: 3 }, headers)).body.code).toBe("idempotency_key_reused");
  });

  it("are cancelled, once", async () => {
    const { id } = (await ask()).body;
    const cancelled = await client.post(`/evaluations/${id}/cancel`);
    expect(cancelled).toMatchObject({
      status: 200,
      body: { status: "cancelled", statusReason: "Cancelled by manage." },
    });
    expect((await client.post(`/evaluations/${id}/cancel`)).body.code).toBe("invalid_state");
    expect((await client.get(`/evaluations/${id}`)).body).toMatchObject({ status: "cancelled", cases: [] });
  });

  it("contain the result of the gate of their environment", async () => {
    await client.put(`/prompts/${inPath("shop/greet")}/gates/production`, { suite, minimums: { accuracy: 0.5 } });
    const { id } = (await ask({ environment: "production" })).body;
    expect((await client.get(`/evaluations/${id}`)).body.gate).toMatchObject({ environment: "production", version: 2 });
  });

  it("are refused with the error and its place", async () => {
    const wrong = async (more: object) => {
      const { status, body } = await ask(more);
      return [status, body.code, body.errors?.[0]?.pointer ?? null];
    };
    expect(await wrong({ version: 9 })).toEqual([404, "not_found", null]);
    expect(await wrong({ prompt: "shop/none" })).toEqual([404, "not_found", null]);
    expect(await wrong({ suite: "None" })).toEqual([404, "not_found", null]);
    expect(await wrong({ environment: "mars" })).toEqual([404, "not_found", null]);
    expect(await wrong({ repeats: 11 })).toEqual([422, "number_out_of_range", "/repeats"]);
    expect(await wrong({ concurrency: 0 })).toEqual([422, "number_out_of_range", "/concurrency"]);
    expect(await wrong({ budgetUsd: -1 })).toEqual([422, "number_out_of_range", "/budgetUsd"]);
    expect(await wrong({ baselineVersion: 2 })).toEqual([422, "invalid_request", "/baselineVersion"]);
    expect(await wrong({ scorers: ["exact", "taste"] })).toEqual([422, "invalid_request", "/scorers/1"]);
    expect(await wrong({ scorers: ["exact", "exact"] })).toEqual([422, "invalid_request", "/scorers/1/id"]);
    expect(await wrong({ scorers: ["judge"] })).toEqual([422, "invalid_request", "/scorers/0"]);
    expect(await wrong({ surprise: 1 })).toEqual([422, "unrecognized_keys", "/surprise"]);
    expect((await client.get("/evaluations/none")).body.code).toBe("invalid_id");
    expect((await client.get("/evaluations?status=asleep")).body.code).toBe("invalid_request");
    expect((await client.get("/evaluations")).body.items).toEqual([]);
    const runtime = createClient(mount.send, workspace.runtimeKeys.production);
    expect((await runtime.post("/evaluations", {})).body.code).toBe("insufficient_scope");
  });
});
