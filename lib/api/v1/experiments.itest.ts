import { beforeAll, expect, it } from "vitest";
import { type Client, createClient, describeOnMounts, mountBeforeAll } from "@/lib/testing/api";
import { createLivePrompt } from "@/lib/testing/experiment";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";

describeOnMounts("experiments", ({ start }) => {
  const mount = mountBeforeAll(start);
  let workspace: TestWorkspace;
  let manage: Client;
  let made = 0;
  const prompt = () => createLivePrompt(workspace.owner, `api/e${made++}`, 3);
  const bodyOf = (name: string, more: object = {}) => ({
    name: "Shorter answers",
    prompt: name,
    environment: "production",
    kind: "ab",
    trafficShare: 1,
    primaryMetric: "completion",
    guardrails: [{ metric: "violation_rate", margin: 0.005 }],
    alpha: 0.05,
    power: 0.8,
    minimumEffect: 0.08,
    baseline: 0.7,
    variants: [1, 2].map((version) => ({ key: version === 1 ? "control" : "candidate", version, weight: 0.5 })),
    ...more,
  });

  beforeAll(async () => {
    workspace = await createTestWorkspace();
    manage = createClient(mount.send, workspace.manageKey);
  });

  it("can be planned, changed, started, changed in a new phase, and stopped", async () => {
    const name = await prompt();
    const { status, body } = await manage.post("/experiments", bodyOf(name));
    expect(status).toBe(201);
    expect(body).toMatchObject({ status: "draft", minimumEffect: 0.08, requiredPerVariant: 500, planHash: null });
    const path = `/experiments/${body.id}`;
    expect((await manage.patch(path, { power: 0.9 })).body.requiredPerVariant).toBeGreaterThan(500);
    const started = await manage.post(`${path}/start`);
    expect(started).toMatchObject({ status: 200, body: { status: "running", phase: 1 } });
    expect((await manage.patch(path, { power: 0.8 })).body.code).toBe("invalid_state");
    expect((await manage.post("/experiments", bodyOf(name))).status).toBe(201);
    const variants = [1, 3].map((version) => ({ key: `v${version}`, version, weight: 0.5 }));
    const phase = await manage.post(`${path}/phases`, { variants, reason: "A typo in v2" });
    expect(phase.body).toMatchObject({ phase: 2, variants });
    expect((await manage.post(`${path}/stop`, { reason: "Enough" })).body).toMatchObject({ status: "stopped" });
    expect((await manage.delete(path)).body.code).toBe("invalid_state");
    const { items } = (await manage.get(`/experiments?prompt=${encodeURIComponent(name)}&status=stopped`)).body;
    expect(items).toEqual([expect.objectContaining({ id: body.id, endReason: "Enough" })]);
    expect((await manage.get(path)).body.phases).toHaveLength(2);
  });

  it("refuse each wrong plan with its code", async () => {
    const name = await prompt();
    const refused = async (more: object) => (await manage.post("/experiments", bodyOf(name, more))).body.code;
    expect(await refused({ variants: [{ key: "a", version: 1, weight: 1 }] })).toBe("invalid_weights");
    const weights = (...list: number[]) => list.map((weight, n) => ({ key: `v${n}`, version: n + 1, weight }));
    expect(await refused({ variants: weights(0.5, 0.4) })).toBe("invalid_weights");
    expect(await refused({ variants: weights(0.5, 0.5, -0.1) })).toBe("number_out_of_range");
    expect(await refused({ winner: "v2" })).toBe("unrecognized_keys");
    expect(await refused({ primaryMetric: "joy" })).toBe("invalid_request");
    expect(await refused({ variants: weights(0.5, 0.5).with(1, { key: "v1", version: 99, weight: 0.5 }) })).toBe(
      "not_found",
    );

    const [one, two] = [
      await manage.post("/experiments", bodyOf(name)),
      await manage.post("/experiments", bodyOf(name)),
    ];
    expect((await manage.post(`/experiments/${one.body.id}/start`)).status).toBe(200);
    expect((await manage.post(`/experiments/${two.body.id}/start`)).body.code).toBe("experiment_conflict");
    for (const body of [{ variant: "candidate" }, { variant: "control" }, {}])
      expect((await manage.post(`/experiments/${one.body.id}/decide`, body)).body.code).toBe("experiment_not_complete");
    const promoted = await manage.post(`/prompts/${encodeURIComponent(name)}/promote`, {
      version: 3,
      environment: "production",
    });
    expect(promoted.body.code).toBe("experiment_conflict");
    expect((await manage.get("/experiments/nothing")).body.code).toBe("invalid_id");
    expect((await manage.get("/experiments/01890000-0000-7000-8000-000000000000")).status).toBe(404);
  });

  it("serve different variants to two users, and the same to one user again", async () => {
    const name = await prompt();
    const { body } = await manage.post("/experiments", bodyOf(name));
    await manage.post(`/experiments/${body.id}/start`);
    const runtime = createClient(mount.send, workspace.runtimeKeys.production);
    const variantOf = async (user: string) =>
      (await runtime.get(`/prompts/resolve?name=${encodeURIComponent(name)}&userId=${user}`)).body.assignment.variant;
    const first = await Promise.all(Array.from({ length: 20 }, (_, n) => variantOf(`u_${n}`)));
    expect(new Set(first)).toEqual(new Set(["control", "candidate"]));
    expect(await Promise.all(Array.from({ length: 20 }, (_, n) => variantOf(`u_${n}`)))).toEqual(first);
  });
});
