import { beforeAll, describe, expect, test } from "vitest";
import { prisma } from "@/lib/core/db";
import { newInteractionId } from "@/lib/telemetry/interaction-id";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { ExperimentTraffic } from "@/lib/testing/experiment-traffic";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { recordExposures } from "./commands/record-exposures";
import { newPhase, stopExperiment } from "./commands/run-experiment";
import { findUserAssignment } from "./queries/user-assignment";

let workspace: TestWorkspace;
const soon = () => new Promise((done) => setTimeout(done, 20));
const ask = (prompt: string, userId: string, at = new Date()) =>
  findUserAssignment(workspace.owner, { prompt, environment: "production", at: at.toISOString(), userId });

beforeAll(async () => {
  workspace = await createTestWorkspace();
});

describe("what a user got at a given time", () => {
  test("names no experiment before, between and after its phases", async () => {
    const name = await createLivePrompt(workspace.owner, "then/quiet");
    const before = new Date();
    await soon();
    const { id } = await startTestExperiment(workspace.owner, name);
    expect(await ask(name, "u_1", before)).toBeNull();
    expect(await ask(name, "u_1")).toMatchObject({ experimentId: id, phase: 1, source: "computed", exposedAt: null });
    await stopExperiment(workspace.owner, { id });
    await soon();
    expect(await ask(name, "u_1")).toBeNull();
  });

  test("is the recorded variant of the phase at that time, whatever the seed gives", async () => {
    const name = await createLivePrompt(workspace.owner, "then/recorded");
    const { id } = await startTestExperiment(workspace.owner, name);
    const other = (await ask(name, "u_1"))?.variant === "control" ? "candidate" : "control";
    const seen = { workspaceId: workspace.workspaceId, experimentId: id, phase: 1, propensity: 0.5, batch: 1 };
    await recordExposures([{ ...seen, unitId: "u_1", variant: other, at: performance.now() }]);
    await soon();
    const then = new Date();
    expect(await ask(name, "u_1")).toMatchObject({
      variant: other,
      source: "recorded",
      propensity: 0.5,
      exposedAt: expect.any(String),
    });
    await newPhase(workspace.owner, { id, reason: "again" });
    await soon();
    expect(await ask(name, "u_1")).toMatchObject({ phase: 2, source: "computed" });
    expect(await ask(name, "u_1", then)).toMatchObject({ phase: 1, variant: other });
    expect(await prisma().experimentUnit.count({ where: { experimentId: id } })).toBe(1);
  });

  test("names no variant for a user outside the traffic share, and nothing to another workspace", async () => {
    const name = await createLivePrompt(workspace.owner, "then/outside");
    await startTestExperiment(workspace.owner, name, { trafficShare: 0.001 });
    expect(await ask(name, "u_1")).toMatchObject({ variant: null, version: null, propensity: null });
    const { owner } = await createTestWorkspace();
    const question = { prompt: name, environment: "production", at: new Date().toISOString(), userId: "u_1" };
    expect(await findUserAssignment(owner, question)).toBeNull();
  });

  test("is the variant in the id of the reported answer, even if seed and shares give another", async () => {
    const name = await createLivePrompt(workspace.owner, "then/told");
    const experiment = await startTestExperiment(workspace.owner, name);
    const traffic = new ExperimentTraffic(workspace.workspaceId, experiment);
    const computed = (await ask(name, "u_1"))?.variant;
    const other = computed === "control" ? "candidate" : "control";
    await traffic.send([traffic.answer(other, "u_1")]);
    expect(await ask(name, "u_1")).toMatchObject({ variant: other, source: "recorded", isSpreading: true });
    await traffic.send([traffic.answer(other, "u_2", { interactionId: newInteractionId("pinned") })]);
    const { version } = experiment.variants.find(({ key }) => key === other) ?? {};
    expect(await ask(name, "u_2")).toMatchObject({ reason: "pinned", variant: null, version, source: "recorded" });
    // One minute later there are no records.
    expect(await ask(name, "u_2", new Date(Date.now() + 60_000))).toMatchObject({
      source: "computed",
      isSpreading: false,
    });
  });

  test("uses the previous shares of a bandit while new ones are still being distributed", async () => {
    const name = await createLivePrompt(workspace.owner, "then/bandit");
    const { id } = await startTestExperiment(workspace.owner, name, { kind: "thompson" });
    const other = (await ask(name, "u_1"))?.variant === "control" ? "candidate" : "control";
    const seen = { workspaceId: workspace.workspaceId, experimentId: id, phase: 1, propensity: 0.5, batch: 1 };
    await recordExposures([{ ...seen, unitId: "u_1", variant: other, at: performance.now() }]);
    await soon();
    const at = new Date();
    const weights = { control: other === "control" ? 0.02 : 0.98, candidate: other === "control" ? 0.98 : 0.02 };
    await prisma().experimentWeights.create({
      data: { workspaceId: workspace.workspaceId, experimentId: id, phase: 1, batch: 2, weights, at },
    });
    const later = (ms: number) => ask(name, "u_1", new Date(at.getTime() + ms));
    expect(await later(300)).toMatchObject({ variant: other, source: "recorded", isSpreading: true });
    expect(await later(6_000)).toMatchObject({ source: "computed", isSpreading: false });
  });
});
