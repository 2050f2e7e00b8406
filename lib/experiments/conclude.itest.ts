import { beforeAll, describe, expect, test } from "vitest";
import { prisma } from "@/lib/core/db";
import { updateEnvironment } from "@/lib/registry/commands/environments";
import { promoteVersion } from "@/lib/registry/commands/releases";
import { getPromptOrThrow } from "@/lib/registry/queries/prompts";
import { listReleases } from "@/lib/registry/queries/releases";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { concludeExperiment } from "./commands/conclude-experiment";
import { stopExperiment } from "./commands/run-experiment";
import { listMemos } from "./memos/queries";
import { ratioMetrics } from "./metrics";
import type { ArmTotals, ExperimentTotals, RatioSums } from "./totals";

let workspace: TestWorkspace;
let made = 0;
const livePrompt = () => createLivePrompt(workspace.owner, `conclude/p${made++}`, 3);
const code = (value: string) => expect.objectContaining({ code: value });

/** The totals of an arm whose users each had one answer, of which `finished` were finished. */
function arm(variant: string, users: number, finished: number): ArmTotals {
  const sums = (v: number): RatioSums => ({ users, usersWith: v, b: users, v, bb: users, vv: v, bv: v });
  const ratios = Object.fromEntries(
    ratioMetrics.map((metric) => [metric, sums(metric === "completion" ? finished : 0)]),
  );
  return {
    variant,
    users,
    usersWithInteractions: users,
    usersInTwoArms: 0,
    interactions: users,
    ratios: ratios as ArmTotals["ratios"],
    latencyMs: null,
    ttftMs: null,
  };
}

async function snapshot(experimentId: string, arms: ArmTotals[]) {
  const totals: ExperimentTotals = { arms, byExposureDay: [] };
  const data = { workspaceId: workspace.workspaceId, experimentId, phase: 1, at: new Date(), totals };
  await prisma().experimentSnapshot.create({ data });
}

const running = async () => {
  const name = await livePrompt();
  return { name, id: (await startTestExperiment(workspace.owner, name)).id };
};
const decide = (id: string, variant: string) => concludeExperiment(workspace.owner, { id, variant, reason: "Seen" });

beforeAll(async () => {
  workspace = await createTestWorkspace();
});

describe("the decision log", () => {
  const decideFor = async (name: string, hits: number) => {
    const { id } = await startTestExperiment(workspace.owner, name, {
      name: `Round ${hits} of ${name}`,
      hypothesis: "Is it 100 % better?",
    });
    await snapshot(id, [arm("control", 600, 420), arm("candidate", 600, hits)]);
    await decide(id, hits > 460 ? "candidate" : "control");
    return id;
  };

  test("contains the release, can be searched and paged, and belongs to its workspace", async () => {
    const name = await livePrompt();
    await decideFor(name, 510);
    // v1 goes live again, so another experiment can compare the same versions.
    await promoteVersion(workspace.owner, { name, version: 1, environment: "production" });
    await decideFor(name, 490);
    const kept = await decideFor(name, 421);
    const log = (more: object) => listMemos(workspace.owner, { prompt: name, limit: 10, ...more });
    const { items } = await log({});
    expect(items.map(({ total }) => total && [total.decisions, Math.round(total.difference * 600)])).toEqual([
      null,
      [2, 160],
      [1, 90],
    ]);
    expect(items[0]).toMatchObject({ experiment: { id: kept }, effect: null, total: null });
    const halfOf = (place: number) => {
      const [low, high] = items[place]?.total?.interval ?? [];
      return ((high ?? 0) - (low ?? 0)) / 2;
    };
    const [first, second] = [items[2], items[1]].map((memo) => {
      const [low, high] = memo?.effect?.interval ?? [];
      return ((high ?? 0) - (low ?? 0)) / 2;
    });
    expect(halfOf(1)).toBeCloseTo(Math.hypot(first ?? 0, second ?? 0), 6);
    expect((await log({ search: "100 %" })).items).toHaveLength(3);
    expect((await log({ search: "100_%" })).items).toHaveLength(0);
    expect((await log({ search: "round 490" })).items).toHaveLength(1);
    const page = await log({ limit: 2 });
    const rest = await log({ limit: 2, cursor: page.nextCursor });
    expect([...page.items, ...rest.items]).toEqual(items);
    expect((await listMemos((await createTestWorkspace()).owner, { limit: 5 })).items).toEqual([]);
  });
});

describe("concluding", () => {
  test("is refused before the planned sample, whatever the numbers are", async () => {
    const { id, name } = await running();
    await expect(decide(id, "candidate")).rejects.toEqual(code("experiment_not_complete"));
    await snapshot(id, [arm("control", 499, 100), arm("candidate", 499, 480)]);
    await expect(decide(id, "candidate")).rejects.toEqual(code("experiment_not_complete"));
    await expect(decide(id, "control")).rejects.toEqual(code("experiment_not_complete"));
    await stopExperiment(workspace.owner, { id });
    await expect(decide(id, "candidate")).rejects.toEqual(code("experiment_not_complete"));
    expect((await getPromptOrThrow(workspace.owner, name)).deployments).toMatchObject([{ version: 1 }]);
  });

  test("promotes the winner as a release of the experiment once the sample is complete, with its evidence", async () => {
    const { id, name } = await running();
    await snapshot(id, [arm("control", 600, 420), arm("candidate", 600, 510)]);
    await expect(decide(id, "nobody")).rejects.toEqual(code("invalid_state"));
    const { experiment, release } = await decide(id, "candidate");
    expect(release).toMatchObject({ kind: "experiment", fromVersion: 1, toVersion: 2, reason: "Seen" });
    expect(release?.evidence).toMatchObject({ experiment: id, variant: "candidate", verdict: expect.any(String) });
    expect(experiment).toMatchObject({
      status: "concluded",
      decision: { variant: "candidate", version: 2, release: release?.id, by: "Test Owner" },
    });
    expect((await listReleases(workspace.owner, { name, limit: 5 })).items[0]?.id).toBe(release?.id);
    expect(await prisma().experimentPhase.count({ where: { experimentId: id, endedAt: null } })).toBe(0);
    const { items } = await listMemos(workspace.owner, { prompt: name, limit: 5 });
    expect(items).toMatchObject([
      {
        experiment: { id },
        result: "better",
        sentence: expect.stringMatching(/^v2 is better/),
        tradeOff: "Nothing that was measured got clearly worse.",
        version: 2,
        release: release?.id,
        reason: "Seen",
        decidedBy: "Test Owner",
        users: 1_200,
        effect: { difference: expect.closeTo(0.15, 9) },
        total: { decisions: 1, difference: expect.closeTo(0.15, 9) },
      },
    ]);
    await expect(decide(id, "candidate")).rejects.toEqual(code("invalid_state"));
  });

  test("can keep the live version, without a release", async () => {
    const { id, name } = await running();
    await snapshot(id, [arm("control", 600, 420), arm("candidate", 600, 421)]);
    const { experiment, release } = await decide(id, "control");
    expect(release).toBeNull();
    expect(experiment).toMatchObject({ status: "concluded", decision: { variant: "control", release: null } });
    expect((await getPromptOrThrow(workspace.owner, name)).deployments).toMatchObject([{ version: 1, revision: 1 }]);
  });

  test("does not replace a version released after the stop unless requested", async () => {
    const { id, name } = await running();
    await snapshot(id, [arm("control", 600, 420), arm("candidate", 600, 510)]);
    await stopExperiment(workspace.owner, { id });
    await promoteVersion(workspace.owner, { name, version: 3, environment: "production" });
    await expect(concludeExperiment(workspace.owner, { id })).rejects.toEqual(code("invalid_state"));
    expect((await getPromptOrThrow(workspace.owner, name)).deployments).toMatchObject([{ version: 3 }]);
    expect((await decide(id, "candidate")).release).toMatchObject({ fromVersion: 3, toVersion: 2 });
  });

  test("requires the gate, and changes nothing if it fails", async () => {
    const { id } = await running();
    await snapshot(id, [arm("control", 600, 420), arm("candidate", 600, 510)]);
    await updateEnvironment(workspace.owner, { name: "production", requiredApprovals: 1 });
    await expect(decide(id, "candidate")).rejects.toEqual(code("approval_required"));
    await updateEnvironment(workspace.owner, { name: "production", requiredApprovals: 0 });
    expect((await prisma().experiment.findUniqueOrThrow({ where: { id } })).status).toBe("running");
    const results = await Promise.allSettled([1, 2, 3, 4, 5].map(() => decide(id, "candidate")));
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});
