import { expect, it } from "vitest";
import { chatContent, createClient, describeOnMounts, inPath, mountBeforeAll } from "@/lib/testing/api";
import { createGateStage } from "@/lib/testing/gate";

describeOnMounts("gates", ({ start }) => {
  const mount = mountBeforeAll(start);

  it("can be created, read and run, and block a promotion until the version passes", async () => {
    const stage = await createGateStage();
    const client = createClient(mount.send, stage.workspace.manageKey);
    const at = `/prompts/${inPath(stage.name)}`;
    const gate = `${at}/gates/production`;
    const rules = { suite: stage.suiteId, minimums: { accuracy: 0.8 } };
    expect((await client.get(gate)).body.code).toBe("not_found");
    expect((await client.get(`${gate}/verdict?version=2`)).body.code).toBe("not_found");
    expect(await client.put(gate, rules)).toMatchObject({ status: 200, body: { isNotWorse: true, alpha: 0.05 } });
    expect((await client.get(`${at}/gates`)).body.items).toMatchObject([{ environment: "production" }]);

    await stage.ran(1);
    await stage.ran(2, { accuracy: [0, 1, 2, 3, 4, 5] });
    const verdict = await client.get(`${gate}/verdict?version=2`);
    expect(verdict.body).toMatchObject({ state: "failed", comparison: { broken: 6 }, brokenCases: { length: 6 } });
    const refused = await client.post(`${at}/promote`, { version: 2, environment: "production" });
    expect(refused).toMatchObject({ status: 409, body: { code: "gate_failed" } });
    expect(refused.body.detail).toContain("Accuracy is 70\u00a0%, the minimum is 80\u00a0%.");
    expect(refused.body.errors[0]).toMatchObject({ pointer: "/gate/accuracy", code: "below_minimum" });
    expect(refused.body.errors.at(-1)).toMatchObject({ code: "broken", pointer: expect.stringMatching(/^\/cases\//) });
    const save = { content: chatContent("hot"), deployTo: "production" };
    expect((await client.post(`${at}/versions`, save)).body.code).toBe("gate_failed");

    const started = await client.post(`${gate}/run`, { version: 2 });
    expect(started).toMatchObject({ status: 202, body: { status: "queued", progress: { done: 0, total: 20 } } });
    expect(started.headers.get("location")).toBe(`/api/v1/evaluations/${started.body.id}`);
    expect((await client.get(`${gate}/verdict?version=2`)).body.state).toBe("running");
    await stage.ran(2, { accuracy: [0] });
    const moved = await client.post(`${at}/promote`, { version: 2, environment: "production" });
    expect(moved.body.release.evidence.gate).toMatchObject({ state: "passed", scores: { accuracy: { score: 0.95 } } });
    expect((await client.delete(gate)).body.environment).toBe("production");
    expect((await client.delete(gate)).body.code).toBe("not_found");
  });

  it("use approved cases and scorers; changes of others wait", async () => {
    const stage = await createGateStage();
    const client = createClient(mount.send, stage.workspace.manageKey);
    const made = await client.post("/keys", {
      name: "CI",
      scope: "manage",
      environments: "all",
      rights: ["prompt:read", "suite:write", "evaluation:run"],
    });
    const ci = createClient(mount.send, made.body.key);
    const gate = `/prompts/${inPath(stage.name)}/gates/production`;
    const set = await client.put(gate, { suite: stage.suiteId, minimums: { accuracy: 0.8 } });
    expect(set.body.suite).toMatchObject({
      revision: 1,
      hasWaitingChanges: false,
      approvedBy: { kind: "key", name: "manage" },
    });
    const added = await ci.post(`/suites/${stage.suiteId}/cases`, { cases: [{ variables: { message: "Mine" } }] });
    expect(added.status).toBe(201);
    expect((await client.get(gate)).body.suite).toMatchObject({ revision: 1, hasWaitingChanges: true });
    const { waiting, mayApprove } = (await ci.get(`${gate}/suite`)).body;
    expect([waiting, mayApprove]).toMatchObject([
      { revision: 2, cases: { added: 1 }, casesChangedBy: { name: "CI" } },
      false,
    ]);
    const seen = { revision: waiting.revision, scorersHash: waiting.scorersHash };
    expect((await ci.post(`${gate}/suite/approve`, seen)).body.code).toBe("insufficient_scope");
    const stale = await client.post(`${gate}/suite/approve`, { ...seen, revision: 1 });
    expect([stale.status, stale.body.code]).toEqual([409, "revision_conflict"]);
    const approved = await client.post(`${gate}/suite/approve`, seen);
    expect(approved).toMatchObject({ status: 200, body: { waiting: null, suite: { revision: 2 } } });

    const run = await client.post(`${gate}/run`, { version: 2 });
    const again = await ci.post(`/evaluations/${run.body.id}/repeat`);
    expect(again).toMatchObject({ status: 202, body: { version: 2, suite: { revision: 2 }, progress: { total: 21 } } });
    expect((await ci.post("/evaluations/01890000-0000-7000-8000-000000000000/repeat")).body.code).toBe("not_found");
  });

  it("refuse invalid settings", async () => {
    const stage = await createGateStage();
    const client = createClient(mount.send, stage.workspace.manageKey);
    const gate = `/prompts/${inPath(stage.name)}/gates/production`;
    const code = async (body: object) => (await client.put(gate, body)).body.code;
    const suite = stage.suiteId;
    expect(await code({ suite: "x" })).toBe("invalid_request");
    expect(await code({ suite, minimums: { taste: 1 } })).toBe("unrecognized_keys");
    expect(await code({ suite, minimums: { accuracy: 2 } })).toBe("number_out_of_range");
    expect(await code({ suite, isNotWorse: false })).toBe("invalid_request");
    expect(await code({ suite, alpha: 0.9 })).toBe("number_out_of_range");
    expect((await client.get(`${gate}/verdict?version=x`)).body.code).toBe("invalid_id");
    await client.put(gate, { suite });
    expect((await client.get(`${gate}/verdict?version=9`)).body.code).toBe("not_found");
    const viewer = createClient(mount.send, stage.workspace.runtimeKeys.production);
    expect((await viewer.get(gate)).body.code).toBe("insufficient_scope");
  });
});
