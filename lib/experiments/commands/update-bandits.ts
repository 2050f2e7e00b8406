import { prisma, type Transaction, transaction } from "@/lib/core/db";
import { announceEpochs, type EpochChange } from "@/lib/core/epoch";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { sha256Hex } from "@/lib/core/hash";
import { oneByOne } from "@/lib/core/one-by-one";
import { raiseEpoch } from "@/lib/registry/commands/raise-epoch";
import { type BanditArm, banditStep } from "../bandit";
import { type MetricName, metrics } from "../metrics";
import type { ExperimentPlan } from "../plan";
import { planDefaults } from "../plan-rules";
import { ratioColumns } from "../rollup/sums";
import { mulberry32 } from "../statistics/seeded";

/** The job runs once per minute. A batch that ends shortly after a run must not wait for the next one. */
const earlySeconds = 5;

type DueBandit = { id: string; workspaceId: string };
type LockedBandit = DueBandit & {
  promptId: string;
  environmentId: string;
  phase: number;
  plan: ExperimentPlan;
  batch: number;
  isDue: boolean;
};
type Sums = { variant: string; batch: number; users: number; sum: number; squares: number };

/**
 * A user's reward is this value divided by this base. For times it is the user's mean, because a single user has no
 * p95.
 */
const rewardColumns: Record<MetricName, { b: string; v: string }> = {
  ...ratioColumns,
  ttft_p50: { b: "ttft_count", v: "ttft_sum_ms" },
  ttft_p95: { b: "ttft_count", v: "ttft_sum_ms" },
  latency_p50: { b: "latency_count", v: "latency_sum_ms" },
  latency_p95: { b: "latency_count", v: "latency_sum_ms" },
};

/**
 * Sets the next weights of every running bandit whose batch has ended, and raises the epochs. Safe to run concurrently:
 * the experiment's row is locked, and after an update its batch has not ended. `waiting` counts due bandits in burn-in.
 */
export async function updateBandits(deadlineAt: number): Promise<{ moved: number; waiting: number; failed: number }> {
  const due = await prisma().$queryRaw<DueBandit[]>`
    select x.id, x.workspace_id as "workspaceId" from experiments x where x.status = 'running' and x.kind <> 'ab'
      and not exists (select 1 from experiment_weights w where w.experiment_id = x.id and w.phase = x.phase
        and w.at > now() - make_interval(mins => (x.plan->'bandit'->>'batchMinutes')::int, secs => ${-earlySeconds}::float8)) order by random()`;
  const counts = { moved: 0, waiting: 0 };
  const failure = "the next weights of a bandit could not be made";
  const { failed } = await oneByOne(
    due,
    { name: "bandits", deadlineAt, idOf: ({ id }) => ({ experiment: id }), failure },
    async (one) => {
      const epochs = await transaction((tx) => updateBandit(tx, one));
      if (epochs) announceEpochs(epochs);
      counts[epochs ? "moved" : "waiting"]++;
    },
  );
  return { ...counts, failed };
}

async function updateBandit(tx: Transaction, one: DueBandit): Promise<EpochChange[] | null> {
  const experiment = await lock(tx, one);
  if (!experiment?.isDue) return null;
  const { id, workspaceId, environmentId, promptId, phase, plan, batch } = experiment;
  const { floor, burnIn } = plan.bandit ?? planDefaults.bandit;
  const sums = await readSums(tx, experiment);
  const arms = plan.variants.map(({ key }) => pool(sums.filter(({ variant }) => variant === key)));
  const nextUsers = sums.filter((row) => row.batch === batch).reduce((total, { users }) => total + users, 0);
  const isRate = metrics[plan.primaryMetric].kind === "rate";
  const random = mulberry32(Number.parseInt(sha256Hex(`${id} ${phase} ${batch}`).slice(0, 8), 16));
  const rules = { kind: plan.kind === "ucb1" ? plan.kind : ("thompson" as const), isRate, floor, burnIn, nextUsers };
  const step = banditStep(arms, rules, random);
  if (!step) return null;
  const byKey = (pick: (index: number) => number) =>
    Object.fromEntries(plan.variants.map(({ key }, index) => [key, pick(index)]));
  const { change, at } = await raiseEpoch(tx, { workspaceId, environmentId }, [promptId]);
  await tx.experimentWeights.create({
    data: {
      workspaceId,
      experimentId: id,
      phase,
      batch: batch + 1,
      at,
      weights: byKey((index) => step.weights[index] ?? 0),
      evidence: {
        users: byKey((index) => arms[index]?.users ?? 0),
        reward: byKey((index) => (arms[index]?.sum ?? 0) / Math.max(1, arms[index]?.users ?? 0)),
        preference: byKey((index) => step.preferences[index] ?? 0),
      },
    },
  });
  return [change];
}

async function lock(tx: Transaction, { id, workspaceId }: DueBandit): Promise<LockedBandit | undefined> {
  const locked = await tx.$queryRaw`select 1 from experiments
    where id = ${id}::uuid and workspace_id = ${workspaceId}::uuid and status = 'running' for update skip locked`;
  if (!Array.isArray(locked) || locked.length === 0) return undefined;
  // A separate statement, so that its snapshot is taken after the lock and includes the previous update.
  const [row] = await tx.$queryRaw<LockedBandit[]>`
    select x.id, x.workspace_id as "workspaceId", x.prompt_id as "promptId", x.environment_id as "environmentId", x.phase, x.plan, w.batch,
      w.at <= now() - make_interval(mins => (x.plan->'bandit'->>'batchMinutes')::int, secs => ${-earlySeconds}::float8) as "isDue"
    from experiments x join lateral (select batch, at from experiment_weights
      where experiment_id = x.id and phase = x.phase order by batch desc limit 1) w on true
    where x.id = ${id}::uuid and x.workspace_id = ${workspaceId}::uuid`;
  return row;
}

/**
 * Rewards by variant and by batch of the exposure. A late reward counts for the batch in which its user was exposed.
 * Higher is better.
 */
function readSums(tx: Transaction, { id, workspaceId, phase, plan }: LockedBandit): Promise<Sums[]> {
  const { kind, worse } = metrics[plan.primaryMetric];
  const { b, v } = rewardColumns[plan.primaryMetric];
  const value = `${v}::float8 / ${b}`;
  const share = `least(1, ${value})`;
  const reward = Prisma.raw(
    kind === "rate" ? (worse === "lower" ? share : `1 - ${share}`) : worse === "lower" ? value : `-(${value})`,
  );
  return tx.$queryRaw<Sums[]>`
    select variant, batch, count(*)::int as users, sum(reward)::float8 as sum, sum(reward * reward)::float8 as squares
    from (select variant, batch, ${reward} as reward from experiment_units where workspace_id = ${workspaceId}::uuid
      and experiment_id = ${id}::uuid and phase = ${phase} and ${Prisma.raw(b)} > 0) rewarded
    group by variant, batch`;
}

function pool(rows: readonly Sums[]): BanditArm {
  return rows.reduce(
    (total, { users, sum, squares }) => ({
      users: total.users + users,
      sum: total.sum + sum,
      squares: total.squares + squares,
    }),
    { users: 0, sum: 0, squares: 0 },
  );
}
