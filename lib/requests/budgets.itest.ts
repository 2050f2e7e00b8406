import { beforeAll, describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { recordEvents } from "@/lib/telemetry/commands/record-events";
import { createLivePrompt } from "@/lib/testing/experiment";
import { interactionEvent } from "@/lib/testing/interactions";
import { rollUpAll } from "@/lib/testing/roll-up";
import { createTestMember, createTestWorkspace, keyActorFor, type TestWorkspace } from "@/lib/testing/workspace";
import { removeBudget, saveBudget } from "./commands/budgets";
import { checkBudgets } from "./commands/check-budgets";
import { listBudgets } from "./queries/budgets";

let workspace: TestWorkspace;
let name = "";
const list = async () => (await listBudgets(workspace.owner, { limit: 50 })).items;
const check = () => checkBudgets(Date.now() + 30_000);
const alerts = () =>
  prisma().alert.findMany({
    where: { workspaceId: workspace.workspaceId, kind: { startsWith: "budget." } },
    orderBy: { at: "asc" },
  });

beforeAll(async () => {
  workspace = await createTestWorkspace();
  name = await createLivePrompt(workspace.owner, "budget/answer");
  const actor = { kind: "system", workspaceId: workspace.workspaceId, name: "test" } as const;
  const events = Array.from({ length: 10 }, (_, n) =>
    interactionEvent(`b${n}`, {
      prompt: name,
      // One request has no reported cost. The list price of its model applies: $0.40 and $1.60 per million tokens.
      ...(n === 0 ? { model: "gpt-4.1-mini", inputTokens: 1_000_000, outputTokens: 0 } : { costUsd: 1 }),
    }),
  );
  expect(await recordEvents(actor, events)).toMatchObject({ accepted: 10 });
});

describe("a monthly budget", () => {
  it("shows its spending, for a prompt and for the workspace", async () => {
    await saveBudget(workspace.owner, { prompt: name, amountUsd: 9 });
    const isCounted = async () => {
      await rollUpAll();
      return (await list())[0]?.spentUsd;
    };
    await expect.poll(isCounted, { timeout: 15_000 }).toBeCloseTo(9.4, 9);
    await saveBudget(workspace.owner, { prompt: null, amountUsd: 1_000 });
    const [own, whole] = await list();
    expect(own).toMatchObject({ prompt: name, amountUsd: 9, state: "over", forecast: null });
    expect(own?.spentUsd).toBeCloseTo(9.4, 9);
    expect(own?.unpricedTokens).toBe(0);
    expect(whole).toMatchObject({ prompt: null, state: "within" });
    expect(whole?.spentUsd).toBeCloseTo(9.4, 9);
  });

  it("raises one alert per amount and month", async () => {
    await check();
    await check();
    const [alert, ...others] = await alerts();
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ kind: "budget.exceeded", severity: "critical", path: "usage" });
    expect(alert?.title).toBe("budget/answer has spent its budget of $9.00 for this month");
    expect(alert?.body).toBe("$9.40 so far. Nothing is switched off.");
    await saveBudget(workspace.owner, { prompt: name, amountUsd: 9.2 });
    await check();
    expect(await alerts()).toHaveLength(2);
  });

  it("exists once, also with concurrent requests", async () => {
    const other = await createLivePrompt(workspace.owner, "budget/other");
    const ids = await Promise.all(
      Array.from({ length: 5 }, (_, n) => saveBudget(workspace.owner, { prompt: other, amountUsd: n + 1 })),
    );
    expect(new Set(ids.map(({ id }) => id)).size).toBe(1);
    expect(await list()).toHaveLength(3);
  });

  it("can be set by publishers, for prompts of their workspace", async () => {
    const editor = await createTestMember(workspace.workspaceId, "editor");
    await expect(saveBudget(editor, { prompt: name, amountUsd: 1 })).rejects.toMatchObject({ code: "forbidden" });
    const stranger = (await createTestWorkspace()).owner;
    await expect(saveBudget(stranger, { prompt: name, amountUsd: 1 })).rejects.toMatchObject({ code: "not_found" });
    const [own] = await list();
    const id = own?.id ?? "";
    await expect(removeBudget(stranger, { id })).rejects.toMatchObject({ code: "not_found" });
    expect(await listBudgets(stranger, { limit: 50 })).toMatchObject({ items: [] });
    await removeBudget(workspace.owner, { id });
    expect((await list()).map(({ prompt }) => prompt)).toEqual([null, "budget/other"]);
    await expect(removeBudget(workspace.owner, { id })).rejects.toMatchObject({ code: "not_found" });
  });

  it("requires a key with access to every environment, because it counts the costs of all", async () => {
    const key = keyActorFor(workspace, [workspace.environments.development]);
    const [{ id } = { id: "" }] = await list();
    for (const act of [
      () => listBudgets(key, { limit: 50 }),
      () => saveBudget(key, { prompt: null, amountUsd: 1 }),
      () => removeBudget(key, { id }),
    ])
      await expect(act()).rejects.toMatchObject({ code: "environment_not_allowed" });
    expect((await listBudgets(keyActorFor(workspace, "all"), { limit: 50 })).items).toEqual(await list());
  });
});
