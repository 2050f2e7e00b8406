import { beforeEach, expect, it } from "vitest";
import { prisma, transaction } from "@/lib/core/db";
import { createOnlineStage, type OnlineStage } from "@/lib/testing/online";
import type { Sample } from "./commands/claim-samples";
import { reserve, settle } from "./commands/spend";
import { getOnlineEvaluationOrThrow } from "./queries/online-evaluations";
import { isOfHalf } from "./sampling";

let stage: OnlineStage;
const place = { prompt: "support/reply", environment: "production" };

beforeEach(async () => {
  stage = await createOnlineStage({ dailyBudgetUsd: 1 });
});

const sample = (interactionId: string): Sample => ({
  ...stage.place,
  interactionId,
  version: 1,
  attempts: 1,
  input: null,
  output: "",
  done: [],
});
const ids = Array.from({ length: 200 }, (_, index) => `i_${index}`);
const [half, rest] = [ids.filter(isOfHalf), ids.filter((id) => !isOfHalf(id))] as [string[], string[]];
const wish = (estimateUsd: number | null, budgetUsd: number | null = 1) => ({ estimateUsd, budgetUsd, place });
const ask = (id: string | undefined, estimateUsd: number | null) => reserve(sample(id ?? ""), wish(estimateUsd));
const view = () => getOnlineEvaluationOrThrow(stage.owner, { name: stage.name, environment: stage.environment });
const alerts = () => prisma().alert.findMany({ where: { workspaceId: stage.workspaceId } });

it("several processes stay within the day's budget, with one alert", async () => {
  const all = await Promise.all(half.slice(0, 12).map((id) => ask(id, 0.15)));
  expect(all.filter((one) => one !== null)).toHaveLength(6);
  expect((await view()).spentTodayUsd).toBeCloseTo(0.9);
  expect((await view()).judging).toBe("half");
  expect(await alerts()).toMatchObject([{ kind: "judge.budget", severity: "warning" }]);
  expect(await ask(rest[0], 0.01)).toBeNull();
  expect(await ask(half[0], 0.01)).not.toBeNull();
  expect(await ask(half[1], 0.09)).not.toBeNull();
  expect(await ask(half[2], 0)).toBeNull();
  expect((await view()).judging).toBe("none");
  expect(await alerts()).toHaveLength(1);
  // Another day has its own budget.
  await prisma().$executeRaw`update online_spend set day = day - 1 where workspace_id = ${stage.workspaceId}::uuid`;
  expect(await ask(rest[0], 0.15)).not.toBeNull();
});

it("a reservation becomes the actual cost; an unknown price is reported as unknown", async () => {
  const one = await ask("i_1", 0.5);
  if (!one) throw new Error("There is room for it.");
  await transaction((tx) => settle(tx, sample("i_1"), one, { costUsd: 0.02, isInvalid: true }));
  expect(await view()).toMatchObject({ judgedToday: 1, invalidToday: 1, isCostKnown: true, judging: "all" });
  expect((await view()).spentTodayUsd).toBeCloseTo(0.02);
  const unknown = await ask("i_2", null);
  if (!unknown) throw new Error("There is room for it.");
  await transaction((tx) => settle(tx, sample("i_2"), unknown, { costUsd: null, isInvalid: false }));
  expect(await view()).toMatchObject({ judgedToday: 2, invalidToday: 1, isCostKnown: false });
  expect(await alerts()).toEqual([]);
});

it("two halves of all ids have about the same size", () => {
  expect(Math.abs(half.length - 100)).toBeLessThan(36);
});
