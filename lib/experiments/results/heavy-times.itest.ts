import { beforeAll, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { ExperimentTraffic } from "@/lib/testing/experiment-traffic";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { getExperimentOrThrow } from "../queries/experiments";
import type { ArmTotals, ExperimentTotals } from "../totals";
import { watchExperiments } from "./commands";
import { getExperimentResults } from "./queries";

let workspace: TestWorkspace;
let made = 0;

beforeAll(async () => {
  workspace = await createTestWorkspace();
});

async function started() {
  const { owner, workspaceId } = workspace;
  const name = await createLivePrompt(owner, `heavy/p${made++}`);
  const experiment = await startTestExperiment(owner, name, {
    guardrails: [{ metric: "latency_p95", margin: 0.1 }],
  });
  return { id: experiment.id, traffic: new ExperimentTraffic(workspaceId, experiment) };
}

async function armOf(id: string, variant: string): Promise<ArmTotals | undefined> {
  const [last] = await prisma().experimentSnapshot.findMany({
    where: { workspaceId: workspace.workspaceId, experimentId: id },
    orderBy: { at: "desc" },
    take: 1,
  });
  return (last?.totals as ExperimentTotals | undefined)?.arms.find((arm) => arm.variant === variant);
}
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
/** Between 500 and 1,500 ms. */
const usual = (n: number) => 500 + ((n * 37) % 1_000);

it("the times of one user count up to the cap, whenever they are reported", {
  tags: ["slow"],
  timeout: 60_000,
}, async () => {
  const { id, traffic } = await started();
  const [control, candidate] = [await traffic.expose("control", 300), await traffic.expose("candidate", 300)];
  const [heavy = ""] = candidate;
  const slow = (count: number) =>
    traffic.send(times(count, () => traffic.answer("candidate", heavy, { completed: true, latencyMs: 9_000 })));
  const report = (variant: string) => (userId: string, n: number) =>
    traffic.answer(variant, userId, { completed: true, latencyMs: usual(n) });
  await slow(4);
  await traffic.count();
  await traffic.send([...control.map(report("control")), ...candidate.map(report("candidate"))]);
  await slow(16);
  await traffic.count();
  await slow(80);
  await traffic.countRested();
  const arm = await armOf(id, "candidate");
  // Of the 100 slow answers, which are a fourth of all, ten count (with the user's usual one).
  expect(arm).toMatchObject({ interactions: 400, latencyMs: { count: 309, users: 300 } });
  expect(arm?.latencyMs?.p95).toBeLessThan(1_500);
  await watchExperiments(Date.now() + 10_000);
  expect((await getExperimentResults(workspace.owner, id)).safetyStop).toBeNull();
  expect((await getExperimentOrThrow(workspace.owner, id)).status).toBe("running");
});

it("a snapshot has the times of an arm without each user who has a notable share of them", async () => {
  const { id, traffic } = await started();
  const [control, candidate] = [await traffic.expose("control", 100), await traffic.expose("candidate", 100)];
  const [heavy = "", light = ""] = control;
  await traffic.send([
    ...control.map((userId, n) => traffic.answer("control", userId, { latencyMs: usual(n) })),
    ...candidate.map((userId, n) => traffic.answer("candidate", userId, { latencyMs: usual(n) })),
    ...times(12, () => traffic.answer("control", heavy, { latencyMs: 9_000 })),
  ]);
  await traffic.count();
  const arm = await armOf(id, "control");
  const user = arm?.heavy?.find(({ unitId }) => unitId === heavy);
  expect(arm?.latencyMs).toMatchObject({ count: 109, users: 100 });
  expect(arm?.latencyMs?.p95).toBeGreaterThan(8_000);
  expect(user?.without).toMatchObject({ latencyMs: { count: 99, users: 99 }, ttftMs: null });
  expect(user?.without?.latencyMs?.p95).toBeLessThan(1_500);
  expect(arm?.heavy?.find(({ unitId }) => unitId === light)?.without).toBeUndefined();
}, 60_000);
