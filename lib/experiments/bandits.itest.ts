import { beforeAll, describe, expect, test } from "vitest";
import { prisma } from "@/lib/core/db";
import { createLivePrompt, startTestExperiment } from "@/lib/testing/experiment";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { updateBandits } from "./commands/update-bandits";
import type { CreateExperimentInput } from "./schema";

let workspace: TestWorkspace;
let made = 0;
const update = () => updateBandits(Date.now() + 20_000);

/** Creates and starts a bandit with three versions, and lets its first batch end. */
async function bandit(more: Partial<CreateExperimentInput> = {}): Promise<string> {
  const name = await createLivePrompt(workspace.owner, `bandit/p${made++}`, 3);
  const variants = [1, 2, 3].map((version) => ({ key: `v${version}`, version }));
  const { id } = await startTestExperiment(workspace.owner, name, { kind: "thompson", variants, ...more });
  await passBatch(id);
  return id;
}

// A trigger forbids changes of weights, so it is disabled to move their times.
const passBatch = (id: string) =>
  prisma().$transaction([
    prisma().$executeRaw`set local session_replication_role = replica`,
    prisma().$executeRaw`update experiment_weights set at = at - interval '1 hour' where experiment_id = ${id}::uuid`,
  ]);

type Users = { variant: string; users: number; finished: number; batch?: number };

async function expose(id: string, list: Users[]) {
  for (const { variant, users, finished, batch = 1 } of list)
    await prisma().$executeRaw`
      insert into experiment_units (workspace_id, experiment_id, phase, unit_id, variant, propensity, batch, exposed_at,
        interactions, completions_known, completions, cost_count, cost_sum_usd)
      select ${workspace.workspaceId}::uuid, ${id}::uuid, 1, ${variant} || '-' || ${batch}::int || '-' || n, ${variant}, 0.3, ${batch}, now(),
        1, 1, (n <= ${finished})::int, 1, 0.01 * (1 + n % 3)
      from generate_series(1, ${users}) n`;
}

const weightsOf = async (id: string) =>
  (await prisma().experimentWeights.findMany({ where: { experimentId: id }, orderBy: { batch: "asc" } })).map(
    ({ batch, weights, evidence }) => ({ batch, weights: weights as Record<string, number>, evidence }),
  );
const epoch = async () =>
  (await prisma().environment.findUniqueOrThrow({ where: { id: workspace.environments.production } })).epoch;

beforeAll(async () => {
  workspace = await createTestWorkspace();
});

describe("a bandit's batches", () => {
  test("wait for the burn-in, then change the shares with a reason", async () => {
    const id = await bandit();
    await expose(id, [
      { variant: "v1", users: 99, finished: 30 },
      { variant: "v2", users: 200, finished: 150 },
      { variant: "v3", users: 200, finished: 60 },
    ]);
    await update();
    expect(await weightsOf(id)).toHaveLength(1);
    await expose(id, [{ variant: "v1", users: 1, finished: 0, batch: 2 }]);
    const before = await epoch();
    await update();
    const [first, second] = await weightsOf(id);
    expect(first).toMatchObject({ batch: 1, evidence: null });
    expect(second).toMatchObject({
      batch: 2,
      evidence: { users: { v1: 100, v2: 200, v3: 200 }, reward: { v2: 0.75 } },
    });
    expect(second?.weights.v2).toBeGreaterThan(0.9);
    expect(second?.weights.v3).toBeGreaterThanOrEqual(0.01);
    expect(await epoch()).toBe(before + 1);
  });

  test("are counted once in five concurrent runs, and not again before the next batch ends", async () => {
    const id = await bandit();
    await expose(
      id,
      [1, 2, 3].map((n) => ({ variant: `v${n}`, users: 150, finished: 30 * n })),
    );
    await Promise.all([1, 2, 3, 4, 5].map(update));
    await update();
    expect(await weightsOf(id)).toHaveLength(2);
    await passBatch(id);
    await expose(id, [{ variant: "v3", users: 100, finished: 5, batch: 2 }]);
    await update();
    const [, second, third] = await weightsOf(id);
    expect(third?.weights.v3).toBeLessThan(second?.weights.v3 ?? 0);
  });

  test("also optimize for lower cost, by UCB1", async () => {
    const id = await bandit({ kind: "ucb1", primaryMetric: "cost", minimumEffect: 0.1 });
    await expose(
      id,
      [1, 2, 3].map((n) => ({ variant: `v${n}`, users: 300, finished: 0 })),
    );
    await prisma().experimentUnit.updateMany({
      where: { experimentId: id, variant: "v2" },
      data: { costSumUsd: 0.005 },
    });
    await update();
    const weights = (await weightsOf(id)).at(-1)?.weights;
    expect(weights?.v2).toBeGreaterThan(0.5);
  });

  test("are updated for all others if one fails", async () => {
    const [broken, whole] = [await bandit(), await bandit()];
    await prisma()
      .$executeRaw`update experiments set plan = jsonb_set(plan, '{primaryMetric}', '"gone"') where id = ${broken}::uuid`;
    await expose(
      whole,
      [1, 2, 3].map((n) => ({ variant: `v${n}`, users: 150, finished: 30 * n })),
    );
    expect((await update()).failed).toBeGreaterThan(0);
    await prisma().experiment.update({ where: { id: broken }, data: { status: "stopped" } });
    expect(await weightsOf(whole)).toHaveLength(2);
  });

  test("leave an A/B test alone", async () => {
    const name = await createLivePrompt(workspace.owner, "bandit/ab");
    const { id } = await startTestExperiment(workspace.owner, name);
    await passBatch(id);
    await expose(
      id,
      ["control", "candidate"].map((variant, n) => ({ variant, users: 600, finished: 100 + n * 300 })),
    );
    await update();
    expect(await weightsOf(id)).toHaveLength(1);
  });
});
