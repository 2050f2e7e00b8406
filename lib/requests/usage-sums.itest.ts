import { expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { usageQuantile } from "@/lib/telemetry/usage-buckets";
import { createLivePrompt } from "@/lib/testing/experiment";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { getUsage } from "./queries/usage";
import { startOfStep, usageSteps } from "./usage-steps";

const hour = 3_600_000;
const now = Date.now();

it("returns the sums of the hours of any time span", async () => {
  const other = await createTestWorkspace();
  await createLivePrompt(other.owner, "usage/days");
  const { workspaceId } = other;
  const write = (n: number, [first, last]: [number, number]) => prisma().$executeRaw`
    insert into usage_hours (workspace_id, prompt_id, environment_id, hour, version, model, key_id, interactions, costed,
      cost_usd, input_tokens, output_tokens, cached_tokens, uncosted_input_tokens, uncosted_output_tokens, completed, failed,
      refused, violations)
    select p.workspace_id, p.id, ${other.environments.production}::uuid, h, ${n}, '', md5(extract(hour from h)::text)::uuid,
      ${n}, ${n}, ${n}, 1, 2, 3, 0, 0, 1, 0, 0, 0
    from prompts p cross join generate_series(0, 1_200) i
    cross join lateral (select date_trunc('day', now(), 'UTC') + make_interval(hours => 3 * (i - 1_200) + 21) as h) h
    where i >= ${first}::int and i < ${last}::int and p.workspace_id = ${workspaceId}::uuid`;
  // Writes the sums of most months at two different times.
  await write(1, [0, 1_000]);
  await write(1, [1_000, 1_100]);
  await write(1, [1_100, 1_201]);
  await write(2, [500, 1_201]);
  await prisma().$executeRaw`update usage_hours set interactions = interactions + 5, cost_usd = cost_usd + 5
    where workspace_id = ${workspaceId}::uuid and extract(hour from hour) = 6`;
  // Marks all hours as counted, so that no user needs to be counted.
  await prisma().$executeRaw`insert into usage_people_hours (workspace_id, hour, interactions)
    select workspace_id, hour, sum(interactions) from usage_hours where workspace_id = ${workspaceId}::uuid group by 1, 2`;
  const midnight = Math.floor(now / (24 * hour)) * 24 * hour;
  for (const [fromHours, toHours] of [
    [-96, 0],
    [-96, -24],
    [-100, -3],
    [-75.5, -1.25],
    [-5, -2],
    [-24, -23],
    [-30, 3],
    [-45 * 24, 0],
    [-70 * 24 - 1.5, -2],
    [-100 * 24, -40 * 24 + 7],
  ] as const) {
    const [from, to] = [new Date(midnight + fromHours * hour), new Date(midnight + toHours * hour)];
    // The whole hour in which a range begins counts.
    const start = new Date(Math.floor(from.getTime() / hour) * hour);
    const earlier = new Date(2 * start.getTime() - to.getTime());
    const sumOf = async (first: Date, end: Date) => {
      const [row] = await prisma().$queryRaw<[{ n: number; usd: number }]>`
        select coalesce(sum(interactions), 0)::int as n, coalesce(sum(cost_usd), 0)::float8 as usd from usage_hours
        where workspace_id = ${workspaceId}::uuid and hour >= ${first} and hour < ${end}`;
      return { interactions: row.n, costUsd: row.usd };
    };
    const usage = await getUsage(other.owner, { from: from.toISOString(), to: to.toISOString(), by: "prompt" });
    expect([fromHours, toHours, usage.now, usage.before]).toMatchObject([
      fromHours,
      toHours,
      await sumOf(start, to),
      await sumOf(earlier, start),
    ]);
    const sums = await prisma().$queryRaw<{ hour: Date; n: number }[]>`
      select hour, sum(interactions)::int as n from usage_hours
      where workspace_id = ${workspaceId}::uuid and hour >= ${start} and hour < ${to} group by 1 order by 1`;
    for (const step of usageSteps) {
      const expected = new Map<string, number>();
      for (const { hour: at, n } of sums) {
        const key = startOfStep(at, step).toISOString();
        expected.set(key, (expected.get(key) ?? 0) + n);
      }
      const time = { from: from.toISOString(), to: to.toISOString() };
      const { steps } = await getUsage(other.owner, { ...time, by: "prompt", step });
      expect([step, steps.map(({ at, interactions }) => [at, interactions])]).toEqual([step, [...expected]]);
    }
  }
});

it("returns the latencies of the days of any time span, across months", async () => {
  const other = await createTestWorkspace();
  await createLivePrompt(other.owner, "usage/months");
  const { workspaceId } = other;
  const write = (first: number, last: number) => prisma().$executeRaw`
    insert into usage_times (workspace_id, prompt_id, environment_id, day, version, bucket, interactions)
    select p.workspace_id, p.id, e, d, v, 30 + extract(day from d)::int + v * 5 + extract(month from d)::int, v + n
    from prompts p cross join unnest(${[other.environments.production, other.environments.staging]}::uuid[]) with ordinality e (e, n)
    cross join generate_series('2026-01-20'::date, '2026-05-10'::date, '1 day') d cross join generate_series(${first}::int, ${last}::int) v
    where p.workspace_id = ${workspaceId}::uuid
    on conflict (workspace_id, day, prompt_id, environment_id, version, bucket)
      do update set interactions = usage_times.interactions + excluded.interactions`;
  await write(1, 1);
  // Adds to days that already have sums.
  await write(1, 2);
  await prisma().$executeRaw`update usage_times set interactions = interactions * 9
    where workspace_id = ${workspaceId}::uuid and extract(day from day) = 7`;
  // Only prompts with usage have a group.
  await prisma().$executeRaw`
    insert into usage_hours (workspace_id, prompt_id, environment_id, hour, version, model, key_id, interactions, costed,
      cost_usd, input_tokens, output_tokens, cached_tokens, uncosted_input_tokens, uncosted_output_tokens, completed, failed,
      refused, violations)
    select distinct workspace_id, prompt_id, environment_id, day::timestamptz + interval '6 hours', version, '', gen_random_uuid(),
      1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0 from usage_times where workspace_id = ${workspaceId}::uuid`;
  for (const [from, to, environment] of [
    ["2026-01-01", "2026-06-01"],
    ["2026-01-25", "2026-05-05", "staging"],
    ["2026-02-01", "2026-04-01"],
    ["2026-02-10", "2026-03-20"],
    ["2026-03-05", "2026-03-25"],
  ] as const) {
    const time = { from: `${from}T00:00:00.000Z`, to: `${to}T00:00:00.000Z`, environment };
    for (const by of ["prompt", "version"] as const) {
      const { groups } = await getUsage(other.owner, { ...time, by });
      expect(groups).toHaveLength(by === "prompt" ? 1 : 2);
      for (const group of groups) {
        const version = by === "version" ? Number(group.name.slice(-1)) : null;
        const days = await prisma().$queryRaw<{ bucket: number; count: number }[]>`
          select bucket::int as bucket, sum(interactions)::float8 as count from usage_times
          where workspace_id = ${workspaceId}::uuid and day >= ${from}::date and day < ${to}::date
            and (${version}::int is null or version = ${version})
            and (${!environment} or environment_id = ${other.environments.staging}::uuid) group by 1`;
        const expected = { p50: usageQuantile(days, 0.5), p95: usageQuantile(days, 0.95) };
        expect({ ...time, name: group.name, p50: group.p50, p95: group.p95 }).toEqual({
          ...time,
          name: group.name,
          ...expected,
        });
      }
    }
  }
});
