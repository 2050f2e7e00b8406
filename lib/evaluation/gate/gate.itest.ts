import { beforeEach, describe, expect, it } from "vitest";
import { prisma, withBeforeCommit } from "@/lib/core/db";
import { updateEnvironment } from "@/lib/registry/commands/environments";
import { promoteVersion, rollBackPrompt } from "@/lib/registry/commands/releases";
import { saveVersion } from "@/lib/registry/commands/save-version";
import { getGateResult } from "@/lib/registry/gate/queries/results";
import { offlineModel } from "@/lib/template/offline-model";
import { codeOf } from "@/lib/testing/code-of";
import { createGateStage, type GateStage, type Went } from "@/lib/testing/gate";
import { createTestMember, keyActorFor } from "@/lib/testing/workspace";
import { cancelRun } from "../runs/commands/end-run";
import { getRunOrThrow, listRuns } from "../runs/queries";
import { addCases } from "../suites/commands/change-cases";
import { runGate, runSavedVersion } from "./commands/run-gate";
import { settleRun } from "./commands/settle-run";

let stage: GateStage;
let owner: GateStage["owner"];
const environment = "production";
const name = "support/reply";

beforeEach(async () => {
  stage = await createGateStage();
  owner = stage.owner;
});

const releases = async () =>
  (
    await prisma().release.findMany({
      where: { promptId: stage.promptId, environment: { name: environment } },
      orderBy: { revision: "asc" },
    })
  ).map(({ toVersion, actorName }) => `v${toVersion} ${actorName}`);
const settle = (run: string) => settleRun(stage.workspaceId, run);
const promotionOf = async (run: string) => (await getRunOrThrow(owner, run)).promotion;
/** The live version and the candidate, both evaluated for the gate of production. */
const pair = async (version = 2, went: Went = {}) => {
  const id = await stage.ran(1);
  const environmentId = stage.workspace.environments.production;
  return stage.ran(version, { environmentId, baseline: { id, version: 1 }, ...went });
};

describe("a run that passes", () => {
  it("releases its version automatically once, also with several processes", async () => {
    await stage.gate({ autoPromote: true });
    const run = await pair();
    await Promise.all(Array.from({ length: 10 }, () => settle(run)));
    expect(await releases()).toEqual(["v1 Test Owner", "v2 Gate"]);
    const release = await prisma().release.findFirstOrThrow({ where: { promptId: stage.promptId, toVersion: 2 } });
    expect(await promotionOf(run)).toEqual({
      isPromoted: true,
      message: "v2 is live in production.",
      releaseId: release.id,
    });
    expect(release).toMatchObject({
      actorKind: "system",
      reason: "Passed its evaluation on “Support replies”.",
      evidence: { automatic: true, evaluation: run, gate: { state: "passed", run } },
    });
    await settle(run);
    expect(await releases()).toHaveLength(2);
  });

  it("does not release its version if the gate does not say so", async () => {
    await stage.gate();
    const run = await pair();
    await settle(run);
    expect([await promotionOf(run), await releases()]).toEqual([null, ["v1 Test Owner"]]);
  });

  it("waits for the evaluation of the live version, and then continues", async () => {
    await stage.gate({ autoPromote: true });
    const live = await stage.ran(1, { status: "running" });
    const run = await stage.ran(2, { baseline: { id: live, version: 1 } });
    await settle(run);
    expect(await promotionOf(run)).toBeNull();
    await prisma().evaluationRun.update({ where: { id: live }, data: { status: "finished" } });
    await settle(live);
    expect(await promotionOf(run)).toMatchObject({ isPromoted: true });
  });

  it("is promoted completely or not at all", async () => {
    await stage.gate({ autoPromote: true });
    const run = await pair();
    const crash = withBeforeCommit(
      () => Promise.reject(new Error("The process died.")),
      () => settle(run),
    );
    await expect(crash).rejects.toThrow("died");
    expect([await promotionOf(run), await releases()]).toEqual([null, ["v1 Test Owner"]]);
    await settle(run);
    expect(await releases()).toEqual(["v1 Test Owner", "v2 Gate"]);
  });

  it("does not release its version if a newer one is live, or it was rolled back there", async () => {
    await stage.gate({ autoPromote: true });
    await stage.save("three");
    await promoteVersion(owner, { name, version: 3, environment, override: true, reason: "Now" });
    await stage.ran(3);
    const old = await pair();
    await settle(old);
    expect((await promotionOf(old))?.message).toContain("v3, which is newer, is live");
    await rollBackPrompt(owner, { name, environment, reason: "It was rude" });
    const back = await stage.ran(3);
    await settle(back);
    expect((await promotionOf(back))?.message).toContain("does not go live again automatically");
    expect(await releases()).toHaveLength(3);
  });

  it("does not release its version if a rollback happened during the evaluation", async () => {
    await stage.gate({ autoPromote: true });
    await promoteVersion(owner, { name, version: 2, environment, override: true, reason: "Now" });
    await stage.save("three");
    const run = await pair(3);
    await rollBackPrompt(owner, { name, environment, reason: "Customers complain" });
    await settle(run);
    expect((await promotionOf(run))?.message).toContain("production was rolled back since its run was made");
    const again = await pair(3);
    await settle(again);
    expect(await promotionOf(again)).toMatchObject({ isPromoted: true });
  });

  it("needs approvals as usual, and reports what is missing", async () => {
    await stage.gate({ autoPromote: true });
    await updateEnvironment(owner, { name: environment, requiredApprovals: 1 });
    const run = await pair();
    await settle(run);
    expect(await promotionOf(run)).toMatchObject({
      isPromoted: false,
      message: expect.stringContaining("passed, but did not go live automatically: production requires"),
    });
    expect(await releases()).toEqual(["v1 Test Owner"]);
  });

  it("does nothing for a version that fails the gate, or if the suite changed", async () => {
    await stage.gate({ autoPromote: true });
    const worse = await pair(2, { format: [0, 1, 2, 3, 4] });
    await settle(worse);
    expect(await promotionOf(worse)).toMatchObject({
      isPromoted: false,
      message: expect.stringContaining("Worse than v1 in format: 5 cases broken"),
    });
    const run = await pair();
    await addCases(owner, { id: stage.suiteId, cases: [{ variables: { message: "New" } }] });
    await settle(run);
    expect((await promotionOf(run))?.message).toContain("The gate of production changed since this run was made");
    expect(await releases()).toEqual(["v1 Test Owner"]);
  });
});

describe("a gate's run", () => {
  it("uses the current cases and the settings of the gate, with the live version as baseline", async () => {
    await stage.gate({ repeats: 2, concurrency: 3 });
    const run = await runGate(owner, { prompt: name, version: 2, environment });
    expect(run).toMatchObject({
      trigger: "gate",
      environment,
      version: 2,
      repeats: 2,
      concurrency: 3,
      progress: { total: 40 },
      baseline: { version: 1, status: "queued" },
      suite: { name: "Support replies", revision: 1 },
    });
    expect((await runGate(owner, { prompt: name, version: 2, environment })).id).toBe(run.id);
    const live = await runGate(owner, { prompt: name, version: 1, environment });
    expect(live.baseline).toBeNull();
    const viewer = await createTestMember(stage.workspaceId, "viewer");
    expect(await codeOf(runGate(viewer, { prompt: name, version: 2, environment }))).toBe("forbidden");
    const nowhere = runGate(owner, { prompt: name, version: 2, environment: "staging" });
    expect(await codeOf(nowhere)).toBe("not_found");
  });

  it("is answered by the offline model and counts while no provider is connected", async () => {
    await stage.gate({ budgetUsd: 2 });
    const model = { provider: "openai", name: "gpt-4.1-mini" };
    await saveVersion(owner, { name, content: { messages: [{ role: "system", content: "Be kind." }], model } });
    const target = { prompt: name, version: 3, environment };
    const run = await runGate(owner, target);
    expect(run).toMatchObject({ model: offlineModel, isOwnModel: false, baseline: { version: 1 } });
    const result = async () => (await getGateResult(owner, target)) ?? expect.fail("No gate stands there.");
    expect(await result()).toMatchObject({ state: "running", run: { id: run.id, isStandIn: true } });
    await prisma().evaluationRun.updateMany({
      where: { workspaceId: stage.workspaceId },
      data: { status: "finished" },
    });
    expect(await result()).toMatchObject({ run: { isStandIn: true }, baseline: { isStandIn: true } });
    const { workspaceId } = stage;
    await prisma().providerConnection.create({
      data: { workspaceId, provider: "openai", name: "openai", createdByName: "Test" },
    });
    expect(await result()).toMatchObject({ state: "missing", run: null });
    expect(await runGate(owner, target)).toMatchObject({ model, isOwnModel: true });
  });

  it("cannot be cancelled by a key of another environment", async () => {
    await stage.gate();
    const { id } = await runGate(owner, { prompt: name, version: 2, environment });
    const { environments } = stage.workspace;
    const key = (reach: string) => keyActorFor(stage.workspace, [reach]);
    expect(await codeOf(cancelRun(key(environments.staging), { id }))).toBe("environment_not_allowed");
    expect(await cancelRun(key(environments.production), { id })).toMatchObject({ status: "cancelled" });
  });

  it("starts once on saving if the gate says so, also if notified twice", async () => {
    const wishes = () =>
      prisma().outboxMessage.findMany({ where: { workspaceId: stage.workspaceId, topic: "version.saved" } });
    await stage.gate();
    await stage.save("three");
    expect(await wishes()).toEqual([]);
    await stage.gate({ runOnSave: true });
    await stage.save("four");
    const [wish, ...more] = await wishes();
    expect([wish?.payload, more]).toEqual([{ promptId: stage.promptId, version: 4 }, []]);
    await runSavedVersion(stage.workspaceId, wish?.payload);
    await runSavedVersion(stage.workspaceId, wish?.payload);
    const { items } = await listRuns(owner, { limit: 10 });
    expect(items.map(({ version, trigger, createdBy }) => `v${version} ${trigger} ${createdBy}`).sort()).toEqual([
      "v1 baseline Gate",
      "v4 save Gate",
    ]);
  });

  it("is skipped without delay if the version cannot be evaluated", async () => {
    await stage.gate({ runOnSave: true });
    await prisma().gatePolicy.updateMany({ where: { suiteId: stage.suiteId }, data: { scorers: [] } });
    await runSavedVersion(stage.workspaceId, { promptId: stage.promptId, version: 2 });
    expect((await listRuns(owner, { limit: 10 })).items).toEqual([]);
  });
});
