/** @module-tag slow */

import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { recordEvents } from "@/lib/telemetry/commands/record-events";
import { newInteractionId } from "@/lib/telemetry/interaction-id";
import { createLivePrompt } from "@/lib/testing/experiment";
import { interactionEvent } from "@/lib/testing/interactions";
import { rollUpAll } from "@/lib/testing/roll-up";
import { createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { compareMetric } from "../results/compare";
import { sumsOf } from "../results/measure";
import { compareProportions, mulberry32 } from "../statistics";
import { checkTrust } from "./commands";
import { getTrust } from "./queries";

let workspace: TestWorkspace;
let random: () => number;

/** A wrong comparison, which treats the answers of one user as independent. */
const answersAsUsers: typeof compareMetric = (metric, a, b, confidence) => {
  const [sa, sb] = [sumsOf(a, metric), sumsOf(b, metric)];
  const compared = compareMetric(metric, a, b, confidence);
  if (metric !== "completion" || !sa || !sb) return compared;
  const { p } = compareProportions({ successes: sa.v, total: sa.b }, { successes: sb.v, total: sb.b });
  return { ...compared, p };
};

const answer = (prompt: string, userId: string, reported: object = {}) =>
  interactionEvent(randomUUID(), { interactionId: newInteractionId("release"), prompt, userId, ...reported });

/** Users with one to ten answers. A satisfied user is satisfied with almost all of them. */
function people(prompt: string, count: number): object[] {
  return Array.from({ length: count }, (_, user) => {
    const isContent = random() < 0.6;
    const seconds = 1 + random();
    return Array.from({ length: 1 + Math.floor(10 * random()) }, () =>
      answer(prompt, `u${user}`, {
        completed: isContent !== random() < 0.05,
        latencyMs: 1_000 * seconds * (1 + random()),
        costUsd: 0.002 * Math.exp(random()),
        refused: false,
      }),
    );
  }).flat();
}

async function send(events: readonly object[]) {
  const actor = { kind: "system", workspaceId: workspace.workspaceId, name: "test" } as const;
  for (let from = 0; from < events.length; from += 1_000)
    expect((await recordEvents(actor, events.slice(from, from + 1_000))).rejected).toEqual([]);
  await rollUpAll();
  // Moves the answers back by two days, so that every outcome window has passed.
  await prisma().$executeRaw`
    update interactions set at = at - interval '2 days' where workspace_id = ${workspace.workspaceId}::uuid`;
}

const check = (compare?: typeof compareMetric) =>
  checkTrust(Date.now() + 60_000, { only: workspace.workspaceId, seed: 12, ...(compare && { compare }) });
const forget = () => prisma().trustCheck.deleteMany({ where: { workspaceId: workspace.workspaceId } });
const metricOf = async (metric: string) =>
  (await getTrust(workspace.owner)).metrics.find((found) => found.metric === metric);

beforeAll(async () => {
  workspace = await createTestWorkspace();
  random = mulberry32(12);
  const [busy, quiet] = [
    await createLivePrompt(workspace.owner, "trust/busy"),
    await createLivePrompt(workspace.owner, "trust/quiet"),
  ];
  await send([
    ...people(busy, 400),
    // Manual tests of a pinned version: about as many as all other answers together.
    ...Array.from({ length: 2_000 }, () =>
      answer(busy, "tester", { interactionId: newInteractionId("pinned"), completed: false }),
    ),
    ...Array.from({ length: 120 }, (_, n) => answer(quiet, `u${n % 30}`, { completed: true })),
  ]);
}, 120_000);

describe("the A/A of a workspace's own traffic", () => {
  it("stays near alpha with the code that gives verdicts, for every metric", async () => {
    await forget();
    expect(await check()).toEqual({ prompts: 2 });
    const { metrics, prompts, alpha, day } = await getTrust(workspace.owner);
    expect(alpha).toBe(0.05);
    expect(day).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(prompts.map(({ prompt, version, users }) => [prompt, version, users])).toEqual([
      ["trust/busy", 1, 400],
      ["trust/quiet", 1, 30],
    ]);
    expect(prompts[1]?.metrics).toEqual([]);
    const names = metrics.map(({ metric }) => metric);
    expect(names).toEqual(["completion", "cost", "cost_per_completion", "latency_p50", "latency_p95"]);
    for (const { metric, users, splits, isAbove, rate } of metrics) {
      expect([metric, users, splits, isAbove]).toEqual([
        metric,
        metric === "cost_per_completion" ? users : 400,
        200,
        false,
      ]);
      expect(rate, metric).toBeLessThan(0.11);
    }
    expect(metrics.some(({ alarms }) => alarms > 0)).toBe(true);
  }, 60_000);

  it("flags a comparison that treats a user's answers as independent, and no other metric", async () => {
    await forget();
    await check(answersAsUsers);
    const completion = await metricOf("completion");
    expect(completion).toMatchObject({ isAbove: true, splits: 200 });
    expect(completion?.rate).toBeGreaterThan(0.3);
    expect((await metricOf("cost"))?.isAbove).toBe(false);
  }, 60_000);

  it("checks a prompt once a day, with the same splits", async () => {
    await forget();
    await check();
    const first = await getTrust(workspace.owner);
    expect(await check()).toEqual({ prompts: 0 });
    await forget();
    await check();
    expect(await getTrust(workspace.owner)).toEqual(first);
  }, 60_000);

  it("skips a prompt that it cannot finish before the deadline", async () => {
    await forget();
    expect(await checkTrust(Date.now() + 1_000, { only: workspace.workspaceId })).toEqual({ prompts: 0 });
  });

  it("is separate per workspace", async () => {
    await check();
    const other = await createTestWorkspace();
    expect(await getTrust(other.owner)).toEqual({ day: null, alpha: 0.05, metrics: [], prompts: [] });
  }, 60_000);
});
