import { beforeAll, expect, it } from "vitest";
import { checkGuards } from "@/lib/guards/commands/check-guards";
import { type Client, createClient, describeOnMounts, mountBeforeAll } from "@/lib/testing/api";
import { createGuardStage, type GuardStage } from "@/lib/testing/guard";
import { createTestWorkspace } from "@/lib/testing/workspace";

const completion = { name: "completion", worse: "lower" };

describeOnMounts("guards", ({ start }) => {
  const mount = mountBeforeAll(start);
  let stage: GuardStage;
  let manage: Client;

  beforeAll(async () => {
    stage = await createGuardStage();
    manage = createClient(mount.send, stage.manageKey);
  });

  it("can be created, read, replaced and removed", async () => {
    const input = { prompt: stage.name, environment: "staging", metrics: [{ ...completion, floor: 0.7 }], window: 500 };
    const made = await manage.post("/guards", input);
    expect(made).toMatchObject({
      status: 201,
      body: { ...input, alpha: 0.01, minimumPerSide: 200, status: "waiting", current: null },
    });
    expect((await manage.post("/guards", input)).body.code).toBe("already_exists");
    const { id } = made.body;
    const replaced = await manage.put(`/guards/${id}`, { metrics: [completion], rollsBack: false });
    expect(replaced.body).toMatchObject({ window: 1_000, rollsBack: false, metrics: [completion] });
    expect((await manage.get(`/guards?environment=staging&prompt=${stage.name}`)).body.items).toEqual([replaced.body]);
    expect((await manage.delete(`/guards/${id}`)).body.id).toBe(id);
    expect((await manage.get(`/guards/${id}`)).status).toBe(404);
  });

  it("add missing scorers to the online evaluation, and keep existing ones", async () => {
    const prompt = encodeURIComponent(stage.name);
    const online = `/prompts/${prompt}/online-evaluations/development`;
    const input = { prompt: stage.name, environment: "development", metrics: [completion] };
    await manage.delete(online);
    const off = await manage.post("/guards", { ...input, isEnabled: false });
    expect((await manage.get(online)).status).toBe(404);
    await manage.put(`/guards/${off.body.id}`, { metrics: [completion] });
    expect((await manage.get(online)).body).toMatchObject({ isEnabled: true, sampleRate: 0.1, scorers: [] });
    await manage.put(online, { isEnabled: false, sampleRate: 0.5 });
    await manage.delete(`/guards/${off.body.id}`);
    expect((await manage.post("/guards", input)).status).toBe(201);
    expect((await manage.get(online)).body).toMatchObject({ isEnabled: false, sampleRate: 0.5 });
  });

  it.each([
    [{ metrics: [] }, "invalid_request"],
    [{ metrics: [completion, completion] }, "invalid_request"],
    [{ metrics: [{ name: "happiness", worse: "lower" }] }, "invalid_request"],
    [{ metrics: [{ ...completion, floor: 80 }] }, "invalid_request"],
    [{ metrics: [{ ...completion, floor: 0.9, alertLine: 0.8 }] }, "invalid_request"],
    [{ metrics: [completion], window: 100 }, "number_out_of_range"],
    [{ metrics: [completion], alpha: 0 }, "number_out_of_range"],
    [{ metrics: [completion], coolDownMinutes: 0 }, "number_out_of_range"],
    [{ metrics: [completion], colour: "red" }, "unrecognized_keys"],
  ])("refuse %j", async (body, code) => {
    const answer = await manage.put(`/guards/${stage.guardId}`, body);
    expect(answer).toMatchObject({ status: 422, body: { code } });
    expect(answer.body.errors[0].pointer).not.toBe("");
  });

  it("contain their findings; a key cannot release a version they rolled back", async () => {
    const own = await createGuardStage();
    const client = createClient(mount.send, own.manageKey);
    await own.scored({ version: 1, n: 400, percent: 90 });
    for (let n = 0; n < 2; n++) {
      await own.scored({ version: 2, n: 220, percent: 60 });
      await checkGuards(Date.now() + 20_000, own.workspaceId);
    }
    const checks = (await client.get(`/guards/${own.guardId}/checks?limit=1`)).body;
    expect(checks.items).toMatchObject([{ outcome: "critical", version: 2, baselineVersion: 1 }]);
    const next = (await client.get(`/guards/${own.guardId}/checks?cursor=${checks.nextCursor}`)).body;
    expect(next.items).toMatchObject([{ outcome: "worse" }]);
    expect((await client.get(`/guards/${own.guardId}`)).body).toMatchObject({ status: "rolled_back", findings: [] });
    const path = `/prompts/${encodeURIComponent(own.name)}`;
    const again = await client.post(`${path}/promote`, { version: 2, environment: "production" });
    expect(again).toMatchObject({ status: 409, body: { code: "version_locked" } });
    const [release] = (await client.get(`${path}/releases`)).body.items;
    expect(release).toMatchObject({
      kind: "auto-rollback",
      actor: { kind: "system", name: "Guard" },
      evidence: { guard: { id: own.guardId } },
    });
  });

  it("belong to their workspace", async () => {
    const stranger = createClient(mount.send, (await createTestWorkspace()).manageKey);
    const path = `/guards/${stage.guardId}`;
    for (const answer of [
      await stranger.get(path),
      await stranger.get(`${path}/checks`),
      await stranger.put(path, { metrics: [completion] }),
      await stranger.delete(path),
    ])
      expect(answer).toMatchObject({ status: 404, body: { code: "not_found" } });
    expect((await stranger.get("/guards")).body.items).toEqual([]);
    expect((await manage.get(path)).status).toBe(200);
  });
});
