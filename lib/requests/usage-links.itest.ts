import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { clickHouse } from "@/lib/core/clickhouse";
import { prisma } from "@/lib/core/db";
import { recordEvents } from "@/lib/telemetry/commands/record-events";
import { switchDirect } from "@/lib/telemetry/store/commands/switch-direct";
import { copyToStore } from "@/lib/testing/event-store";
import { createKeptEvents, type KeptEvents } from "@/lib/testing/kept-events";
import { countListed } from "@/lib/testing/listed-requests";
import { rollUpAll } from "@/lib/testing/roll-up";
import { keyActorFor } from "@/lib/testing/workspace";
import { saveBudget } from "./commands/budgets";
import { countPeople } from "./commands/count-people";
import { listBudgets } from "./queries/budgets";
import { countRequests } from "./queries/count";
import { listRequests } from "./queries/requests";
import { getUsage } from "./queries/usage";
import { usageDimensions } from "./usage";
import { countedTime, filtersOf } from "./usage-links";
import { startOfStep, stepStarts, stepWithin, usageSteps } from "./usage-steps";

const [name, other] = ["links/mail", "links/chat"] as const;
const hour = 3_600_000;
const now = new Date();
const range = { from: new Date(now.getTime() - 30 * hour), to: now };
const time = { from: range.from.toISOString(), to: range.to.toISOString() };
let kept: KeptEvents;
let answers = 0;

/** An answer at a moment of the range; 0 is its start, 30 its end. */
const answer = (hours: number, extra: object = {}) =>
  kept.interaction(`answer-${answers++}`, {
    at: new Date(range.from.getTime() + hours * hour).toISOString(),
    ...extra,
  });

const stores = clickHouse() ? (["PostgreSQL", "ClickHouse alone"] as const) : (["PostgreSQL"] as const);
describe.each(stores)("links from usage, in %s", (store) => {
  beforeEach(async () => {
    kept = await createKeptEvents(name, other);
    if (store === "ClickHouse alone") await kept.startDirect();
  });
  afterAll(() => switchDirect(false));

  it("lead to as many requests as each number counts", async () => {
    const { workspace } = kept;
    const sent = await kept.send([
      answer(1, { userId: "ana", sessionId: "s", model: "gpt-4.1", error: "429" }),
      answer(2, { userId: "ana", model: "gpt-4.1" }),
      answer(3, { prompt: other, environment: "staging", error: "429" }),
      // Sums are by hour: the whole hour in which the range begins or ends counts.
      answer(-(range.from.getTime() % hour) / hour, { userId: "first" }),
      answer(30 + 0.001, { userId: "last" }),
      // Outside.
      answer(-1.01, { userId: "ana" }),
    ]);
    expect(sent).toMatchObject({ accepted: 6, rejected: [] });
    await prisma().apiKey.createMany({
      data: ["one", "two"].map((prefix) => ({
        workspaceId: workspace.workspaceId,
        name: "web",
        scope: "runtime" as const,
        prefix,
        hash: `${workspace.workspaceId}${prefix}`,
        createdByName: "test",
      })),
    });
    const keys = await prisma().apiKey.findMany({ where: { workspaceId: workspace.workspaceId, name: "web" } });
    for (const { id } of keys)
      await recordEvents(keyActorFor(workspace, "all", { keyId: id }), [answer(5, { userId: id })]);
    await recordEvents(keyActorFor(workspace, "all"), [answer(6)]); // by a key that was deleted
    await rollUpAll();
    await copyToStore();
    await countPeople(Date.now() + 60_000, { isWhole: true, workspaceId: workspace.workspaceId });
    for (const by of usageDimensions) {
      const { groups } = await getUsage(workspace.owner, { ...time, by });
      expect(
        groups.reduce((sum, { interactions }) => sum + interactions, 0),
        by,
      ).toBe(8);
      for (const group of groups) {
        const filter = { ...countedTime(range, by, now), ...filtersOf(by, group.name) };
        const { matching } = await countRequests(workspace.owner, filter);
        expect([by, group.name, matching]).toEqual([by, group.name, group.interactions]);
        expect([by, group.name, await countListed(workspace.owner, filter)]).toEqual([
          by,
          group.name,
          group.interactions,
        ]);
        const failed = await countRequests(workspace.owner, { ...filter, failed: "true" });
        expect([by, group.name, failed.matching]).toEqual([by, group.name, group.failed]);
      }
    }
    const { groups } = await getUsage(workspace.owner, { ...time, by: "key" });
    expect(groups.map((group) => [group.name, group.interactions])).toEqual([
      ["not known", 6],
      ["web", 2],
    ]);
  });

  it("lead from each step of the chart, and from what is spent of a budget, to the answers that it counts", async () => {
    const { owner } = kept.workspace;
    const hours = [-0.5, 0.5, 7, 7.2, 23, 24, 28, 29.5];
    const costs = hours.map((_, n) => 2 ** n / 1_000);
    await kept.send(hours.map((at, n) => answer(at, { costUsd: costs[n] })));
    await rollUpAll();
    await copyToStore();
    for (const step of usageSteps) {
      const { steps } = await getUsage(owner, { ...time, by: "prompt", step });
      const wholeHours = countedTime(range, "prompt", now);
      expect(steps.reduce((sum, { interactions }) => sum + interactions, 0)).toBe(await countListed(owner, wholeHours));
      for (const start of stepStarts(range, step)) {
        const counted = steps
          .filter(({ at }) => at === start.toISOString())
          .reduce((sum, { interactions }) => sum + interactions, 0);
        const filter = countedTime(stepWithin(start, step, range), "prompt", now);
        const { matching } = await countRequests(owner, filter);
        expect([step, start, matching]).toEqual([step, start, counted]);
      }
    }
    await saveBudget(owner, { amountUsd: 100, prompt: name });
    const month = startOfStep(now, "month").toISOString();
    const { items } = await listBudgets(owner, { limit: 10 });
    const rows = await listRequests(owner, { prompt: name, from: month, limit: 100 });
    const spent = rows.items.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0);
    expect(items[0]?.spentUsd).toBeCloseTo(spent, 9);
  });
});
