import { beforeAll, describe, expect, it } from "vitest";
import { listAlerts } from "@/lib/alerts/queries/alerts";
import { prisma } from "@/lib/core/db";
import { isAppError } from "@/lib/core/errors";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { promoteVersion } from "@/lib/registry/commands/releases";
import { saveVersion } from "@/lib/registry/commands/save-version";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { armOf, oneEach } from "@/lib/testing/experiment-arms";
import { says } from "@/lib/testing/says";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import type { MadeUser } from "../arms";
import { getExperimentOrThrow } from "../queries/experiments";
import { getPlanBasis } from "../queries/plan-basis";
import type { ArmTotals } from "../totals";
import { watchExperiments } from "./commands";
import { toResultsCsv } from "./csv";
import { getExperimentResults } from "./queries";
import { experimentResults } from "./schema";

let workspace: TestWorkspace;
let made = 0;
const hour = 3_600_000;

async function started() {
  const prompt = await createLivePrompt(workspace.owner, `results/p${made++}`);
  return startTestExperiment(workspace.owner, prompt);
}

const arms = (users: number, hitsA: number, hitsB: number): ArmTotals[] => [
  armOf("control", oneEach("completion", hitsA, users)),
  armOf("candidate", oneEach("completion", hitsB, users)),
];

async function snapshot(experimentId: string, moments: ArmTotals[][]) {
  const first = Date.now() - moments.length * hour;
  await prisma().experimentSnapshot.createMany({
    data: moments.map((arms, index) => ({
      workspaceId: workspace.workspaceId,
      experimentId,
      phase: 1,
      at: new Date(first + index * hour),
      totals: { arms, byExposureDay: [{ day: "2026-11-01", arms }] } as unknown as Prisma.InputJsonObject,
    })),
  });
}

beforeAll(async () => {
  workspace = await createTestWorkspace();
});

describe("results from snapshots", () => {
  it("are empty before the first user, and limited to the own workspace", async () => {
    const { id } = await started();
    const results = experimentResults.parse(await getExperimentResults(workspace.owner, id));
    expect(results).toMatchObject({ state: "collecting", verdict: null, asOf: null, health: { isValid: true } });
    expect(results.sentence).toBe("Waiting for the first users.");

    const stranger = await createTestWorkspace();
    await expect(getExperimentResults(stranger.owner, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(getExperimentResults(workspace.owner, id, 2)).rejects.toMatchObject({ code: "not_found" });
    const viewer = await createTestMember(workspace.workspaceId, "viewer");
    expect((await getExperimentResults(viewer, id)).id).toBe(id);
  });

  it("keep the verdict of the first snapshot with the complete sample", async () => {
    const { id, requiredPerVariant } = await started();
    expect(requiredPerVariant).toBeGreaterThan(499);
    // Clear at the planned sample, then less and less. Later data must not change the verdict.
    const moments = Array.from({ length: 200 }, (_, index) => {
      const users = index < 100 ? 4 * (index + 1) : requiredPerVariant + (index - 100) * 10;
      return arms(users, Math.round(users * 0.7), Math.round(users * (index <= 100 ? 0.78 : 0.7)));
    });
    await snapshot(id, moments);
    const results = experimentResults.parse(await getExperimentResults(workspace.owner, id));
    expect(results).toMatchObject({ state: "verdict", verdict: { result: "better", variant: "candidate" } });
    expect(results.variants[0]?.users).toBe(requiredPerVariant);
    expect(results.timeline.length).toBeLessThanOrEqual(72);
    expect(results.timeline.at(-1)?.users).toBe(2 * (requiredPerVariant + 990));
  });

  it("have no verdict one user before the sample", async () => {
    const { id, requiredPerVariant } = await started();
    await snapshot(id, [arms(requiredPerVariant - 1, 300, 400)]);
    expect(await getExperimentResults(workspace.owner, id)).toMatchObject({ state: "collecting", verdict: null });
  });

  it("stop a harmful experiment once, with a reason", async () => {
    const prompt = await createLivePrompt(workspace.owner, `results/p${made++}`);
    const guardrails = [{ metric: "violation_rate" as const, margin: 0.005 }];
    const { id } = await startTestExperiment(workspace.owner, prompt, { guardrails });
    const users = (violations: number) =>
      Array.from({ length: 300 }, (_, index) => ({
        completion: [1, index < 210 ? 1 : 0],
        violation_rate: [1, index < violations ? 1 : 0],
      })) as MadeUser[];
    await snapshot(id, [[armOf("control", users(0)), armOf("candidate", users(2))]]);
    await watchExperiments(Date.now() + 10_000);
    expect((await getExperimentOrThrow(workspace.owner, id)).status).toBe("running");
    await prisma().experimentSnapshot.deleteMany({ where: { experimentId: id } });
    await snapshot(id, [[armOf("control", users(0)), armOf("candidate", users(30))]]);
    await Promise.all([watchExperiments(Date.now() + 10_000), watchExperiments(Date.now() + 10_000)]);
    const stopped = await getExperimentOrThrow(workspace.owner, id);
    expect(stopped).toMatchObject({ status: "stopped" });
    expect(stopped.endReason).toMatch(/^Violations got clearly worse with v2: /);
    const { items } = await listAlerts(workspace.owner, { kind: "experiment.stopped", limit: 10 });
    expect(items).toMatchObject([
      { severity: "warning", body: stopped.endReason, path: `experiments/${id}`, environment: "production" },
    ]);
    expect((await getExperimentResults(workspace.owner, id)).verdict).toBeNull();
  });

  it("are exported as CSV, number by number", async () => {
    const { id, requiredPerVariant } = await started();
    await snapshot(id, [arms(requiredPerVariant, 400, 300)]);
    const csv = toResultsCsv(await getExperimentResults(workspace.owner, id));
    const [head, ...lines] = csv.trim().split("\r\n");
    expect(head).toMatch(/^part,at,variant,metric,role,users/);
    const primary = lines.find((line) => line.startsWith("metrics,") && line.includes("primary"));
    expect(primary).toContain("worse");
    expect(primary).not.toContain("'-");
  });

  it("need the right to read", async () => {
    const { id } = await started();
    const key = { kind: "key", workspaceId: workspace.workspaceId, keyId: "k", name: "k", scope: "runtime" } as const;
    const refused = await getExperimentResults({ ...key, environments: "all", requestsPerMinute: null }, id).catch(
      (error: unknown) => (isAppError(error) ? error.code : error),
    );
    expect(refused).toBe("insufficient_scope");
  });
});

it("names a variant whose snippet got a newer version while the experiment runs", async () => {
  const [name, snippet] = [`results/p${made++}`, `results/tone${made++}`];
  await createPrompt(workspace.owner, { name: snippet, content: says("Be brief.") });
  await promoteVersion(workspace.owner, { name: snippet, version: 1, environment: "production" });
  await createPrompt(workspace.owner, { name, content: says("Hello.") });
  await promoteVersion(workspace.owner, { name, version: 1, environment: "production" });
  await saveVersion(workspace.owner, { name, content: says(`{% render '${snippet}' %} Hello.`) });
  const { id } = await startTestExperiment(workspace.owner, name);
  await snapshot(id, [arms(200, 100, 100)]);
  const checkOf = async () =>
    (await getExperimentResults(workspace.owner, id)).health.checks.find((one) => one.id === "snippets");
  expect(await checkOf()).toBeUndefined();

  await saveVersion(workspace.owner, { name: snippet, content: says("Be very brief.") });
  expect(await checkOf()).toMatchObject({ result: "flagged", seen: `v2 has ${snippet} v1, now v2` });
  expect((await getPlanBasis(workspace.owner, { prompt: name, environment: "production" })).snippets).toEqual([
    { version: 2, snippet, pinned: 1, newest: 2 },
  ]);
});
