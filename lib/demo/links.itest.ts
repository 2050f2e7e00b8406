/** @module-tag slow */

import { expect, test } from "vitest";
import { prisma } from "@/lib/core/db";
import { dayMs } from "@/lib/core/milliseconds";
import { getExperimentResults } from "@/lib/experiments/results/queries";
import { countPeople } from "@/lib/requests/commands/count-people";
import { countRequests } from "@/lib/requests/queries/count";
import { getUsage } from "@/lib/requests/queries/usage";
import { countedTime, filtersOf } from "@/lib/requests/usage-links";
import { createTestDemo } from "@/lib/testing/demo";
import { seedUses } from "./uses";

test("the demo's sums have the answers and users behind them", { timeout: 180_000 }, async () => {
  const { owner, workspaceId, keys } = await createTestDemo();
  await seedUses(owner, keys);

  const now = new Date();
  const range = { from: new Date(now.getTime() - 7 * dayMs), to: now };
  const time = { from: range.from.toISOString(), to: range.to.toISOString() };
  for (const by of ["prompt", "version", "model", "environment", "key"] as const) {
    const { groups } = await getUsage(owner, { ...time, by });
    expect(groups.length).toBeGreaterThan(0);
    for (const group of groups) {
      const filter = { ...countedTime(range, by, now), ...filtersOf(by, group.name) };
      const { matching } = await countRequests(owner, filter);
      expect([by, group.name, matching]).toEqual([by, group.name, group.interactions]);
      expect(group.users).toBeGreaterThan(0);
      expect(group.users).toBeLessThanOrEqual(1.1 * group.interactions);
    }
  }
  // Users are counted in the weeks of which only sums are left, too, and the job has nothing to do.
  const month = { from: new Date(now.getTime() - 30 * dayMs).toISOString(), to: now.toISOString() };
  const { users, steps } = await getUsage(owner, { ...month, by: "environment", step: "day" });
  expect(users.from).toBe(countedTime({ from: new Date(month.from), to: now }, "prompt", now).from);
  expect(steps?.length).toBe(31);
  for (const step of steps ?? []) expect(step.users).toBeGreaterThan(100);
  const sums = await getUsage(owner, { ...month, by: "user" });
  expect(sums.people?.sums.interactions).toBe(sums.now.interactions);
  expect(await countPeople(Date.now() + 10_000, { isWhole: true, workspaceId })).toBeNull();

  // Every answer of the last two days has its texts, unless its call failed; prompts that are long are partly cached.
  const answered = await prisma().$queryRaw<{ name: string; answers: number; texts: number; cached: number | null }[]>`
    select p.name, count(*)::int as answers, count(*) filter (where c.input is not null and c.output is not null)::int as texts,
      sum(i.cached_tokens)::float8 / sum(i.input_tokens) as cached
    from interactions i join prompts p on p.id = i.prompt_id
    left join interaction_contents c on c.workspace_id = i.workspace_id and c.id = i.id and c.at = i.at
    where i.workspace_id = ${workspaceId}::uuid and i.error is null and i.at > now() - interval '47 hours' group by 1 order by 1`;
  expect(answered.length).toBe(12);
  for (const { name, answers, texts } of answered) expect([name, texts]).toEqual([name, answers]);
  expect(answered.find(({ name }) => name === "search/product-answer")?.cached).toBeCloseTo(0.3, 1);
  expect(answered.find(({ name }) => name === "support/triage")?.cached).toBeNull();

  let compared = 0;
  for (const { id, startedAt, endedAt } of await prisma().experiment.findMany({ where: { workspaceId } })) {
    if (!startedAt || startedAt.getTime() < now.getTime() - 12 * dayMs) continue;
    const { variants, verdict } = await getExperimentResults(owner, id);
    const span = { from: startedAt.toISOString(), to: verdict?.asOf ?? (endedAt ?? now).toISOString() };
    for (const { key, interactions } of variants) {
      const { matching } = await countRequests(owner, { experiment: id, variant: key, ...span });
      expect([id, key, matching]).toEqual([id, key, interactions]);
      compared++;
    }
  }
  expect(compared).toBe(9);
});
