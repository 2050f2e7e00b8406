import { randomUUID } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import type { TenantPromptEnvironment } from "@/lib/core/prompt-environment";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { chatContent } from "@/lib/testing/api";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { readLiveSides } from "./queries/sides";

type Put = {
  version?: number;
  value: number | null;
  passed?: boolean | null;
  user?: string;
  series?: string;
  age?: number;
  /** A later change of the value: the time after it was known, in milliseconds, and the earlier value. */
  changed?: { after: number; from: number | null };
};

let place: TenantPromptEnvironment;

beforeEach(async () => {
  const { owner, workspaceId, environments } = await createTestWorkspace();
  const { id } = await createPrompt(owner, { name: "support/reply", content: chatContent("one") as never });
  place = { workspaceId, promptId: id, environmentId: environments.production };
});

async function put(metric: string, scores: readonly Put[]): Promise<void> {
  const rows = scores.map(({ version = 1, value, passed = null, user = null, series = "plain", age = 0, changed }) => ({
    id: randomUUID(),
    version,
    value,
    passed,
    user,
    series,
    at: new Date(Date.now() - age).toISOString(),
    known: changed ? new Date(Date.now() - age).toISOString() : null,
    scored: new Date(Date.now() - age + (changed?.after ?? 0)).toISOString(),
    before: changed?.from ?? null,
  }));
  await prisma().$executeRaw`
    insert into online_scores (workspace_id, prompt_id, environment_id, interaction_id, metric, series, version, user_id,
      at, value, passed, known_at, scored_at, before_value)
    select ${place.workspaceId}::uuid, ${place.promptId}::uuid, ${place.environmentId}::uuid, id, ${metric}, series,
      version, "user", at, value, passed, known, scored, before
    from json_to_recordset(${JSON.stringify(rows)}::json) as r
      (id text, version int, value float8, passed boolean, "user" text, series text, at timestamptz,
       known timestamptz, scored timestamptz, before float8)`;
}

const series = (metric: string, name: string, label: string, age = 0) => prisma().$executeRaw`
  insert into online_series (workspace_id, prompt_id, environment_id, metric, series, label, scorer, began_at)
  values (${place.workspaceId}::uuid, ${place.promptId}::uuid, ${place.environmentId}::uuid, ${metric}, ${name}, ${label},
    ${JSON.stringify({ name: label })}::jsonb, ${new Date(Date.now() - age)})`;

it("returns mean, variance, ones and users of the newest scores of each version", async () => {
  await put("latency", [
    ...[100, 200, 300].map((value, index) => ({ value, user: `u${index}`, age: index })),
    { value: 9_000, age: 50_000 },
    { version: 2, value: 500, user: "u1" },
  ]);
  await put("refusal_rate", [
    { value: 1, passed: false },
    { value: 0, passed: true },
  ]);
  const options = { metrics: ["latency", "refusal_rate"] as const, versions: [2, 1], window: 3 };
  const [latency, refusals] = await readLiveSides(place, options);
  expect(latency).toMatchObject({ metric: "latency", label: "Total time", series: "plain" });
  expect(latency?.sides).toMatchObject([
    { version: 2, n: 1, users: 1, mean: 500, sd: 0, passed: 0, designEffect: 1 },
    { version: 1, n: 3, users: 3, mean: 200, sd: 100, passed: 0, designEffect: 1 },
  ]);
  // A refusal counts as a one in its rate, although it does not pass.
  expect(refusals?.sides[1]).toMatchObject({ version: 1, n: 2, users: 2, passed: 1, mean: 0.5 });
  const since = new Date(Date.now() - 60_000);
  const [all] = await readLiveSides(place, { metrics: ["latency"], versions: [1, 3], window: 50, since });
  expect(all?.sides.map(({ version, n }) => [version, n])).toEqual([
    [1, 4],
    [3, 0],
  ]);
  expect(all?.sides[1]).toMatchObject({ from: null, to: null, mean: 0, designEffect: 1 });
});

it("returns the design effect of several answers per user", async () => {
  const answers = Array.from({ length: 50 }, (_, user) =>
    Array.from({ length: 10 }, () => ({ value: user % 2, passed: user % 2 === 1, user: `u${user}` })),
  ).flat();
  await put("completion", answers);
  const [metric] = await readLiveSides(place, { metrics: ["completion"], versions: [1], window: 1_000 });
  expect(metric?.sides[0]).toMatchObject({ n: 500, users: 50, passed: 250, mean: 0.5 });
  expect(metric?.sides[0]?.designEffect).toBeGreaterThan(9.5);
  expect(metric?.sides[0]?.designEffect).toBeLessThan(10.5);
});

it("returns the design effect for tiny costs, and for passes instead of values", async () => {
  const costs = Array.from({ length: 50 }, (_, user) =>
    Array.from({ length: 10 }, () => ({ value: user % 2 ? 1e-6 : 2e-6, user: `u${user}` })),
  ).flat();
  await put("cost", costs);
  await put(
    "latency",
    Array.from({ length: 300 }, () => ({ value: 0.1 })),
  );
  // The answers of one user all pass or all fail, while their values vary widely.
  await series("scorer:tone", "v1", "Tone");
  const values = Array.from({ length: 50 }, (_, user) =>
    Array.from({ length: 10 }, (_, index) => ({
      value: index / 10,
      passed: user % 2 === 1,
      user: `u${user}`,
      series: "v1",
    })),
  ).flat();
  await put("scorer:tone", values);
  const options = { metrics: ["cost", "latency", "scorer:tone"] as const, versions: [1], window: 1_000 };
  const [cost, alike, tone] = (await readLiveSides(place, options)).map(({ sides }) => sides[0]);
  expect(cost?.designEffect).toBeGreaterThan(9.5);
  expect(alike).toMatchObject({ sd: 0, designEffect: 1 });
  expect(tone).toMatchObject({ n: 500, passed: 250, mean: 0.45 });
  expect(tone?.designEffect).toBeGreaterThan(9.5);
});

it("reads one series: the latest of the first version; invalid judgements are separate", async () => {
  const metric = "scorer:tone";
  await series(metric, "v1 a/one", "Tone", 90_000);
  await series(metric, "v1 b/two", "Tone", 1_000);
  await put(metric, [
    ...[1, 0.5].map((value) => ({ version: 1, value, passed: value > 0.7, series: "v1 a/one", age: 5_000 })),
    { version: 2, value: 0.2, passed: false, series: "v1 a/one", age: 4_000 },
    { version: 2, value: 0.9, passed: true, series: "v1 b/two", age: 3_000 },
    { version: 2, value: null, series: "v1 b/two", age: 2_000 },
  ]);
  const [now] = await readLiveSides(place, { metrics: [metric], versions: [2, 1], window: 100 });
  expect(now).toMatchObject({ metric, label: "Tone", series: "v1 b/two" });
  expect(now?.sides).toMatchObject([
    { version: 2, n: 1, invalid: 1, mean: 0.9, passed: 1 },
    { version: 1, n: 0, invalid: 0 },
  ]);
  const [other] = await readLiveSides(place, { metrics: [metric], versions: [1, 2], window: 100 });
  expect(other?.series).toBe("v1 a/one");
  expect(other?.sides.map(({ n, passed }) => [n, passed])).toEqual([
    [2, 1],
    [1, 0],
  ]);
  const [none] = await readLiveSides(place, { metrics: ["scorer:unknown"], versions: [1], window: 100 });
  expect(none).toMatchObject({ label: "unknown", series: "", sides: [{ n: 0 }] });
});

it("limits a heavy user to the 99th percentile of users", async () => {
  const others = Array.from({ length: 300 }, (_, index) => ({ value: 1, passed: true, user: `u${index}` }));
  const heavy = Array.from({ length: 500 }, () => ({ value: 0, passed: false, user: "heavy" }));
  await put("completion", [...others, ...heavy]);
  const [metric] = await readLiveSides(place, { metrics: ["completion"], versions: [1], window: 1_000 });
  const side = metric?.sides[0];
  expect(side).toMatchObject({ n: 800, users: 301, counted: 310, passed: 300 });
  expect(side?.effectiveUsers).toBeCloseTo(310 ** 2 / 400, 6);
  expect(side?.without?.lowering).toMatchObject({ n: 300, users: 300, counted: 300, passed: 300 });
  expect(side?.without?.raising).toMatchObject({ n: 799, users: 300, counted: 309, passed: 299 });
});

it("compares answers of the same age: young ones wait, old ones count with their value at that age", async () => {
  const minute = 60_000;
  const known = (age: number, value: number, changed: Put["changed"] = { after: 0, from: null }) => ({
    value,
    passed: value === 1,
    age: age * minute,
    changed,
  });
  await put("completion", [
    known(90, 1),
    // The task was finished after the window of one hour, so the value at its end was 0.
    known(90, 1, { after: 80 * minute, from: 0 }),
    known(90, 1, { after: 20 * minute, from: 0 }),
    // The value was unknown at the end of the window.
    known(90, 0, { after: 85 * minute, from: null }),
    known(30, 0),
    known(5, 0),
  ]);
  const options = { metrics: ["completion"] as const, versions: [1], window: 100 };
  const [aged] = await readLiveSides(place, { ...options, outcomeMinutes: { completion: 60 } });
  expect(aged?.sides[0]).toMatchObject({ n: 3, passed: 2, young: 2 });
  const [now] = await readLiveSides(place, options);
  expect(now?.sides[0]).toMatchObject({ n: 6, passed: 3, young: 0 });
});

it("returns nothing for another workspace", async () => {
  await put("latency", [{ value: 100 }]);
  const { workspaceId } = await createTestWorkspace();
  const [metric] = await readLiveSides({ ...place, workspaceId }, { metrics: ["latency"], versions: [1], window: 10 });
  expect(metric?.sides[0]?.n).toBe(0);
});
