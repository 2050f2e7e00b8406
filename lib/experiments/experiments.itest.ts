import { beforeAll, describe, expect, test } from "vitest";
import { prisma } from "@/lib/core/db";
import { bulkPrompts } from "@/lib/registry/commands/bulk-prompts";
import { createDraftCopy } from "@/lib/registry/commands/draft-copies";
import { updateEnvironment } from "@/lib/registry/commands/environments";
import { archivePrompt } from "@/lib/registry/commands/prompts";
import { promoteVersion, rollBackPrompt } from "@/lib/registry/commands/releases";
import { saveVersion } from "@/lib/registry/commands/save-version";
import { createLivePrompt, experimentOf, startTestExperiment } from "@/lib/testing/experiment";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { createExperiment, deleteExperiment, updateExperiment } from "./commands/draft-experiment";
import { newPhase, startExperiment, stopExperiment } from "./commands/run-experiment";
import { getExperiment, getExperimentOrThrow, listExperiments } from "./queries/experiments";

let workspace: TestWorkspace;
let made = 0;
const prompt = (versions = 2) => createLivePrompt(workspace.owner, `exp/p${made++}`, versions);
const code = (value: string) => expect.objectContaining({ code: value });
const epoch = async () =>
  (await prisma().environment.findUniqueOrThrow({ where: { id: workspace.environments.production } })).epoch;
const auditOf = (id: string) =>
  prisma().auditEvent.findMany({ where: { workspaceId: workspace.workspaceId, targetId: id }, orderBy: { at: "asc" } });

beforeAll(async () => {
  workspace = await createTestWorkspace();
});

describe("a draft", () => {
  test("can be created with defaults, changed, and deleted", async () => {
    const name = await prompt(3);
    const { variants: _, ...input } = experimentOf(name);
    const variants = [1, 2].map((version) => ({ key: `v${version}`, version }));
    const draft = await createExperiment(workspace.owner, { ...input, variants, hypothesis: "Shorter is better" });
    expect(draft).toMatchObject({
      status: "draft",
      kind: "ab",
      phase: 0,
      planHash: null,
      progress: null,
      requiredPerVariant: 500,
      alpha: 0.05,
      power: 0.8,
      trafficShare: 1,
      guardrails: [],
      exclusiveGroup: null,
      bandit: null,
      weights: null,
      variants: [expect.objectContaining({ weight: 0.9 }), expect.objectContaining({ weight: 0.1 })],
    });
    const changed = await updateExperiment(workspace.owner, { id: draft.id, minimumEffect: 0.02, name: "Other" });
    expect(changed).toMatchObject({ name: "Other", minimumEffect: 0.02, hypothesis: "Shorter is better" });
    expect(changed.requiredPerVariant).toBeGreaterThan(5_000);
    await deleteExperiment(workspace.owner, { id: draft.id });
    expect(await getExperiment(workspace.owner, draft.id)).toBeNull();
    expect((await auditOf(draft.id)).map(({ action }) => action)).toEqual([
      "experiment.create",
      "experiment.update",
      "experiment.delete",
    ]);
  });

  test("is refused if it could not be started", async () => {
    const name = await prompt();
    const wrong = (more: object) => createExperiment(workspace.owner, { ...experimentOf(name), ...more });
    await expect(wrong({ variants: [{ key: "a", version: 1, weight: 1 }] })).rejects.toEqual(code("invalid_weights"));
    const missing = [1, 9].map((version) => ({ key: `v${version}`, version, weight: 0.5 }));
    await expect(wrong({ variants: missing })).rejects.toEqual(code("not_found"));
    await expect(wrong({ prompt: "exp/none" })).rejects.toEqual(code("not_found"));
    await expect(wrong({ environment: "moon" })).rejects.toEqual(code("not_found"));
  });

  test("of another workspace is not found", async () => {
    const { id } = await createExperiment(workspace.owner, experimentOf(await prompt()));
    const { owner: stranger } = await createTestWorkspace();
    expect(await getExperiment(stranger, id)).toBeNull();
    for (const act of [startExperiment, stopExperiment, deleteExperiment, updateExperiment])
      await expect(act(stranger, { id })).rejects.toEqual(code("not_found"));
  });

  test("can be read by viewers, created by editors, and started in a protected environment by publishers", async () => {
    const [viewer, editor] = [
      await createTestMember(workspace.workspaceId, "viewer"),
      await createTestMember(workspace.workspaceId, "editor"),
    ];
    const name = await prompt();
    await expect(createExperiment(viewer, experimentOf(name))).rejects.toEqual(code("forbidden"));
    const { id } = await createExperiment(editor, experimentOf(name));
    expect(await getExperiment(viewer, id)).not.toBeNull();
    await expect(startExperiment(editor, { id })).rejects.toEqual(code("forbidden"));
    const publisher = await createTestMember(workspace.workspaceId, "publisher");
    expect((await startExperiment(publisher, { id })).status).toBe("running");
    await expect(stopExperiment(editor, { id })).rejects.toEqual(code("forbidden"));
  });
});

describe("a start", () => {
  test("freezes plan, seed and weights, and raises the epoch", async () => {
    const name = await prompt();
    const before = await epoch();
    const running = await startTestExperiment(workspace.owner, name);
    expect(await epoch()).toBe(before + 1);
    expect(running).toMatchObject({ status: "running", phase: 1, progress: { users: 0, required: 500 } });
    expect(running.planHash).toMatch(/^[0-9a-f]{64}$/);
    expect(running.weights).toEqual({ control: 0.5, candidate: 0.5 });
    const where = { experimentId_number: { experimentId: running.id, number: 1 } };
    await expect(prisma().experimentPhase.update({ where, data: { seed: "mine" } })).rejects.toThrow();
    await expect(updateExperiment(workspace.owner, { id: running.id, alpha: 0.1 })).rejects.toEqual(
      code("invalid_state"),
    );
    await expect(startExperiment(workspace.owner, { id: running.id })).rejects.toEqual(code("invalid_state"));
    await expect(deleteExperiment(workspace.owner, { id: running.id })).rejects.toEqual(code("invalid_state"));
  });

  test("succeeds once out of twenty concurrent starts", async () => {
    const name = await prompt();
    const drafts = await Promise.all(
      Array.from({ length: 20 }, (_, n) => createExperiment(workspace.owner, experimentOf(name, { name: `Try ${n}` }))),
    );
    const results = await Promise.allSettled(drafts.map(({ id }) => startExperiment(workspace.owner, { id })));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toEqual(code("experiment_conflict"));
    const where = { workspaceId: workspace.workspaceId, prompt: { name } };
    expect(await prisma().experiment.count({ where: { ...where, status: "running" } })).toBe(1);
    expect(await prisma().experimentPhase.count({ where: { experiment: where } })).toBe(1);
  });

  test("succeeds once if the same draft is started twenty times at the same time", async () => {
    const { id } = await createExperiment(workspace.owner, experimentOf(await prompt()));
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, () => startExperiment(workspace.owner, { id })),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await prisma().experimentWeights.count({ where: { experimentId: id } })).toBe(1);
  });

  test("needs a live version for users outside the experiment", async () => {
    const name = await prompt();
    const { id } = await createExperiment(workspace.owner, experimentOf(name, { environment: "staging" }));
    await expect(startExperiment(workspace.owner, { id })).rejects.toEqual(code("invalid_state"));
  });

  test("refuses a draft copy's version in a protected environment, and an archived prompt", async () => {
    const name = await prompt();
    const copy = await createDraftCopy(workspace.owner, { name, copyName: "try", fromVersion: 1 });
    const content = { messages: [{ role: "system" as const, content: "from the copy" }] };
    const { version } = await saveVersion(workspace.owner, { name, content, draftCopyId: copy.id });
    const variants = [1, version].map((number) => ({ key: `v${number}`, version: number, weight: 0.5 }));
    const { id } = await createExperiment(workspace.owner, experimentOf(name, { variants }));
    await expect(startExperiment(workspace.owner, { id })).rejects.toEqual(code("invalid_state"));
    await archivePrompt(workspace.owner, { name });
    await expect(startExperiment(workspace.owner, { id })).rejects.toThrow("archived");
  });

  test("needs the same gate as a release", async () => {
    const { owner } = await createTestWorkspace();
    const name = await createLivePrompt(owner, "exp/gated");
    await updateEnvironment(owner, { name: "production", requiredApprovals: 1 });
    const { id } = await createExperiment(owner, experimentOf(name));
    await expect(startExperiment(owner, { id })).rejects.toEqual(code("approval_required"));
    await expect(startExperiment(owner, { id, override: true })).rejects.toEqual(code("invalid_request"));
    const started = await startExperiment(owner, { id, override: true, reason: "Measured under watch." });
    expect(started.status).toBe("running");
    const [audit] = await prisma().auditEvent.findMany({ where: { targetId: id, action: "experiment.start" } });
    expect(audit?.data).toMatchObject({ v2: { override: true } });
  });
});

describe("phases", () => {
  test("change the plan, with their own seed and weights", async () => {
    const running = await startTestExperiment(workspace.owner, await prompt(3));
    const variants = [1, 3].map((version) => ({ key: `v${version}`, version, weight: 0.5 }));
    const next = await newPhase(workspace.owner, { id: running.id, variants, reason: "v2 had a typo" });
    expect(next).toMatchObject({ status: "running", phase: 2, variants, weights: { v1: 0.5, v3: 0.5 } });
    expect(next.phases.map(({ number, reason, endedAt }) => [number, reason, endedAt === null])).toEqual([
      [1, "", false],
      [2, "v2 had a typo", true],
    ]);
    expect(next.planHash).not.toBe(running.planHash);
    const seeds = await prisma().experimentPhase.findMany({ where: { experimentId: running.id } });
    expect(new Set(seeds.map(({ seed }) => seed)).size).toBe(2);
    const faulty = newPhase(workspace.owner, { id: running.id, trafficShare: 1, variants: [], reason: "none" });
    await expect(faulty).rejects.toEqual(code("invalid_weights"));
    expect((await getExperimentOrThrow(workspace.owner, running.id)).phases.at(-1)?.endedAt).toBeNull();
  });

  test("end with a stop, which is applied once", async () => {
    const { id } = await startTestExperiment(workspace.owner, await prompt());
    const before = await epoch();
    const stopped = await stopExperiment(workspace.owner, { id, reason: "Enough" });
    expect(stopped).toMatchObject({
      status: "stopped",
      endReason: "Enough",
      phases: [{ endedAt: expect.any(String) }],
    });
    expect(await epoch()).toBe(before + 1);
    await expect(stopExperiment(workspace.owner, { id })).rejects.toEqual(code("invalid_state"));
    await expect(newPhase(workspace.owner, { id, reason: "again" })).rejects.toEqual(code("invalid_state"));
  });
});

describe("groups", () => {
  test("contain experiments up to the available share of users", async () => {
    const { owner } = await createTestWorkspace();
    const inGroup = async (share: number, name: string) =>
      startTestExperiment(owner, await createLivePrompt(owner, name), {
        exclusiveGroup: "checkout",
        trafficShare: share,
      });
    const ranges = async (id: string) =>
      (await prisma().experimentPhase.findFirst({ where: { experimentId: id } }))?.groupRanges;
    const one = await inGroup(0.6, "exp/one");
    expect(await ranges(one.id)).toEqual([[0, 0.6]]);
    await expect(inGroup(0.5, "exp/two")).rejects.toEqual(code("experiment_conflict"));
    expect(await ranges((await inGroup(0.4, "exp/three")).id)).toEqual([[0.6, 1]]);
    await stopExperiment(owner, { id: one.id });
    expect(await ranges((await inGroup(0.5, "exp/four")).id)).toEqual([[0, 0.5]]);
  });
});

describe("releases during an experiment", () => {
  test("a promotion waits until the experiment is stopped", async () => {
    const name = await prompt(3);
    const { id } = await startTestExperiment(workspace.owner, name);
    const promote = () => promoteVersion(workspace.owner, { name, version: 3, environment: "production" });
    await expect(promote()).rejects.toEqual(code("experiment_conflict"));
    await promoteVersion(workspace.owner, { name, version: 3, environment: "staging" });
    await stopExperiment(workspace.owner, { id });
    expect((await promote()).deployment.version).toBe(3);
  });

  test("a rollback never waits, and stops the experiment with the reason recorded", async () => {
    const name = await prompt(3);
    await promoteVersion(workspace.owner, { name, version: 2, environment: "production" });
    const variants = [2, 3].map((version) => ({ key: `v${version}`, version, weight: 0.5 }));
    const { id } = await startTestExperiment(workspace.owner, name, { variants });
    await rollBackPrompt(workspace.owner, { name, environment: "production", reason: "It is worse" });
    const ended = await getExperimentOrThrow(workspace.owner, id);
    expect(ended).toMatchObject({ status: "stopped", endReason: "Rolled back to v1.", endedAt: expect.any(String) });
    expect(ended.phases[0]?.endedAt).not.toBeNull();
    expect((await auditOf(id)).at(-1)).toMatchObject({ action: "experiment.stop" });
  });

  test("a rollback to the live version stops it too, and all users get the released version", async () => {
    const name = await prompt();
    const { id } = await startTestExperiment(workspace.owner, name);
    const before = await epoch();
    const rolled = await rollBackPrompt(workspace.owner, { name, environment: "production", version: 1 });
    expect(rolled.deployment).toMatchObject({ version: 1, revision: 1 });
    const stopped = await getExperimentOrThrow(workspace.owner, id);
    expect(stopped).toMatchObject({ status: "stopped", endReason: "Rolled back to v1." });
    expect(await epoch()).toBe(before + 1);
    await rollBackPrompt(workspace.owner, { name, environment: "production", version: 1 });
    expect(await epoch()).toBe(before + 1);
  });

  test("archiving the prompt ends it", async () => {
    const name = await prompt();
    const { id } = await startTestExperiment(workspace.owner, name);
    await archivePrompt(workspace.owner, { name });
    expect((await getExperimentOrThrow(workspace.owner, id)).status).toBe("stopped");
  });

  test("the preview of archiving many prompts names what it ends", async () => {
    const names = [await prompt(), await prompt()];
    await startTestExperiment(workspace.owner, names[0] ?? "", { name: "Kinder words" });
    const input = { act: "archive", names } as const;
    expect((await bulkPrompts(workspace.owner, { ...input, dryRun: true })).stops).toEqual(["Kinder words"]);
    expect((await bulkPrompts(workspace.owner, { act: "tag", names, add: ["x"], dryRun: true })).stops).toEqual([]);
    const { stops, undo } = await bulkPrompts(workspace.owner, input);
    expect(stops).toEqual(["Kinder words"]);
    for (const act of undo) await bulkPrompts(workspace.owner, act);
    expect((await bulkPrompts(workspace.owner, { ...input, dryRun: true })).stops).toEqual([]);
  });
});

test("the list filters and pages", async () => {
  const { owner } = await createTestWorkspace();
  const names = await Promise.all(["a", "b", "c"].map((name) => createLivePrompt(owner, `list/${name}`)));
  for (const name of names) await createExperiment(owner, experimentOf(name));
  await startTestExperiment(owner, "list/a", { name: "Running" });
  const first = await listExperiments(owner, { limit: 3 });
  expect(first.items[0]).toMatchObject({ name: "Running", status: "running", prompt: "list/a" });
  const second = await listExperiments(owner, { limit: 3, ...(first.nextCursor && { cursor: first.nextCursor }) });
  expect([...first.items, ...second.items]).toHaveLength(4);
  expect((await listExperiments(owner, { limit: 10, status: "draft", prompt: "list/b" })).items).toHaveLength(1);
  expect((await listExperiments(owner, { limit: 10, environment: "staging" })).items).toEqual([]);
});
