import { beforeEach, expect, it } from "vitest";
import { listAlerts } from "@/lib/alerts/queries/alerts";
import { prisma } from "@/lib/core/db";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { armOf, oneEach } from "@/lib/testing/experiment-arms";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { newPhase, stopExperiment } from "../commands/run-experiment";
import { getExperimentOrThrow, listExperiments, listWaitingExperiments } from "../queries/experiments";
import { watchExperiments } from "./commands";

let workspace: TestWorkspace;
let id: string;

async function snapshot(control: number, candidate: number, users = 600) {
  const arms = [
    armOf("control", oneEach("completion", control, users)),
    armOf("candidate", oneEach("completion", candidate, candidate === 0 ? users / 2 : users)),
  ];
  const totals = { arms, byExposureDay: [] } as unknown as Prisma.InputJsonObject;
  const { phase } = await getExperimentOrThrow(workspace.owner, id);
  await prisma().experimentSnapshot.create({
    data: { workspaceId: workspace.workspaceId, experimentId: id, phase, at: new Date(), totals },
  });
}
const watch = () => watchExperiments(Date.now() + 20_000);
const findingOf = async () =>
  (await listAlerts(workspace.owner, { limit: 10 })).items.map(({ kind, title }) => [kind, title]);
const found = async () => (await getExperimentOrThrow(workspace.owner, id)).finding;
const idsOf = (items: readonly { id: string }[]) => items.map((one) => one.id);

beforeEach(async () => {
  workspace = await createTestWorkspace();
  const name = await createLivePrompt(workspace.owner, "told/sample", 2);
  ({ id } = await startTestExperiment(workspace.owner, name));
});

it("a verdict is stored with its sentence, raises one alert, and waits for those who may decide", {
  tags: ["slow"],
}, async () => {
  await watch();
  expect([await found(), await findingOf()]).toEqual([null, []]);
  await snapshot(420, 510);
  await Promise.all([watch(), watch()]);
  await watch();
  expect(await found()).toMatchObject({ state: "verdict", sentence: expect.stringMatching(/^v2 is better/) });
  expect(await findingOf()).toEqual([["experiment.ready", "About told/sample: there is a verdict"]]);
  expect(idsOf((await listExperiments(workspace.owner, { finding: "verdict", limit: 5 })).items)).toEqual([id]);
  expect(idsOf((await listExperiments(workspace.owner, { finding: "not_valid", limit: 5 })).items)).toEqual([]);
  expect(idsOf(await listWaitingExperiments(workspace.owner))).toEqual([id]);
  const reader = await createTestMember(workspace.workspaceId, "viewer");
  expect(await listWaitingExperiments(reader)).toEqual([]);
  const editor = await createTestMember(workspace.workspaceId, "editor");
  expect(await listWaitingExperiments(editor)).toEqual([]); // production is protected
  const other = await createTestWorkspace();
  expect(await listWaitingExperiments(other.owner)).toEqual([]);
});

it("invalid results raise a warning, and a new phase starts without a finding", async () => {
  await snapshot(420, 0);
  await watch();
  expect(await found()).toMatchObject({ state: "not_valid", asOf: null });
  expect(await findingOf()).toEqual([["experiment.invalid", "About told/sample: the results are not valid"]]);
  expect(idsOf(await listWaitingExperiments(workspace.owner))).toEqual([id]);
  await newPhase(workspace.owner, { id, reason: "Repaired" });
  expect(await found()).toBeNull();
  expect(await listWaitingExperiments(workspace.owner)).toEqual([]);
});

it("a stopped experiment whose results are not valid waits for nobody", async () => {
  await snapshot(420, 0);
  await watch();
  await stopExperiment(workspace.owner, { id });
  expect(await found()).toMatchObject({ state: "not_valid" });
  expect(await listWaitingExperiments(workspace.owner)).toEqual([]);
});

it("a stopped experiment keeps its verdict and raises no alert", async () => {
  await snapshot(420, 510);
  await stopExperiment(workspace.owner, { id });
  await watch();
  expect(await found()).toMatchObject({ state: "verdict" });
  expect(await findingOf()).toEqual([]);
});
