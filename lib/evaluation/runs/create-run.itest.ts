import { beforeEach, describe, expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { saveVersion } from "@/lib/registry/commands/save-version";
import { createTestMember, createTestWorkspace, type TestWorkspace } from "@/lib/testing/workspace";
import { saveScorers } from "../scorers/commands/save-scorers";
import { addCases, removeCases } from "../suites/commands/change-cases";
import { createSuite } from "../suites/commands/suites";
import { createRun, previewRun } from "./commands/create-run";
import { getRun, listRuns } from "./queries";
import type { CreateRunFields } from "./schema";
import type { RunTrigger } from "./types";

let workspace: TestWorkspace;
let suiteId = "";
const scorers = [{ id: "exact", type: "exact" as const, name: "Exact" }];
const model = { provider: "offline", name: "understudy-offline" };
const content = (text: string, withModel = true) => ({
  type: "text" as const,
  messages: [{ role: "user" as const, content: text }],
  ...(withModel && { model }),
});

beforeEach(async () => {
  workspace = await createTestWorkspace();
  await createPrompt(workspace.owner, { name: "greet", content: content("Say one.") });
  await saveVersion(workspace.owner, { name: "greet", content: content("Say two.") });
  suiteId = (await createSuite(workspace.owner, { name: "Everyday" })).id;
  await addCases(workspace.owner, { id: suiteId, cases: [{ variables: { a: 1 } }, { variables: { a: 2 } }] });
});

const run = (input: Partial<CreateRunFields> & { trigger?: RunTrigger } = {}) =>
  createRun(workspace.owner, { prompt: "greet", version: 2, suite: "Everyday", scorers, trigger: "manual", ...input });
const count = () => prisma().evaluationRun.count({ where: { workspaceId: workspace.workspaceId } });

describe("a run", () => {
  it("stores its settings, with an open answer for each case and repeat", async () => {
    const made = await run({ repeats: 3, budgetUsd: undefined });
    expect(made).toMatchObject({
      prompt: "greet",
      version: 2,
      suite: { id: suiteId, revision: 1 },
      model,
      isOwnModel: true,
      scorers: [{ ...scorers[0], version: 1, dimension: "accuracy", threshold: 1 }],
      status: "queued",
      progress: { done: 0, total: 6, failed: 0, secondsLeft: null },
      baseline: null,
    });
    await addCases(workspace.owner, { id: suiteId, cases: [{ variables: { a: 3 } }] });
    expect((await getRun(workspace.owner, made.id))?.progress.total).toBe(6);
    const answers = await prisma().evaluationAnswer.findMany({
      where: { runId: made.id },
      orderBy: { position: "asc" },
    });
    expect(answers.map(({ position, repeat }) => `${position}.${repeat}`).sort()).toEqual([
      "1.1",
      "1.2",
      "1.3",
      "2.1",
      "2.2",
      "2.3",
    ]);
  });

  it("is refused with advice: no model, no cases, no scorers, too many answers, itself as its baseline", async () => {
    await saveVersion(workspace.owner, { name: "greet", content: content("Say three.", false) });
    await expect(run({ version: 3 })).rejects.toMatchObject({
      code: "invalid_request",
      errors: [{ pointer: "/model" }],
    });
    await expect(run({ baselineVersion: 3 })).rejects.toMatchObject({ errors: [{ pointer: "/baselineVersion" }] });
    await expect(run({ baselineVersion: 2 })).rejects.toMatchObject({ errors: [{ pointer: "/baselineVersion" }] });
    await saveScorers(workspace.owner, { id: suiteId, scorers: [] });
    await expect(run({ scorers: undefined })).rejects.toMatchObject({ errors: [{ pointer: "/scorers" }] });
    const empty = await createSuite(workspace.owner, { name: "Empty" });
    await expect(run({ suite: empty.id })).rejects.toMatchObject({ errors: [{ pointer: "/suite" }] });
    await expect(run({ version: 9 })).rejects.toMatchObject({ code: "not_found" });
    await expect(run({ suite: "Nothing" })).rejects.toMatchObject({ code: "not_found" });
    expect(await count()).toBe(0);
  });

  it("has a preview, and refuses a budget with unknown prices", async () => {
    const plan = { prompt: "greet", version: 2, suite: "Everyday", scorers, repeats: 3 };
    expect(await previewRun(workspace.owner, plan)).toMatchObject({
      cases: 2,
      answers: 6,
      judgements: 0,
      costUsd: 0,
      concurrency: 10,
      hasBaseline: false,
      warnings: [expect.stringContaining("offline model answers")],
    });
    const dear = { ...plan, model: { provider: "nowhere", name: "gpt-4o" } };
    expect(await previewRun(workspace.owner, dear)).toMatchObject({
      costUsd: null,
      warnings: [expect.stringContaining("No connection is called nowhere, so gpt-4o cannot be called.")],
    });
    await expect(run({ model: dear.model, budgetUsd: 1 })).rejects.toMatchObject({
      message: expect.stringContaining("No connection is called nowhere"),
      errors: [{ pointer: "/budgetUsd" }],
    });
    const judge = { id: "judge", type: "judge" as const, name: "Kind", criteria: ["Is kind."] };
    const { workspaceId } = workspace;
    const baseUrl = "https://models.example.com/v1";
    await prisma().providerConnection.create({
      data: { workspaceId, provider: "openai", name: "ours", baseUrl, createdByName: "Test" },
    });
    const judgedBy = (own: typeof model) => run({ scorers: [{ ...judge, model: own }], budgetUsd: 1 });
    await expect(judgedBy({ provider: "ours", name: "qwen" })).rejects.toMatchObject({
      message:
        "No budget can be kept. The judge of “Kind” is qwen. The connection ours has an address of its own, so the price of qwen is not known.",
    });
    await expect(judgedBy({ provider: "google", name: "gemini-2.5-flash" })).rejects.toMatchObject({
      message: expect.stringContaining("The judge of “Kind” is gemini-2.5-flash. No connection is called google"),
    });
    expect(await run({ budgetUsd: 1 })).toMatchObject({ budgetUsd: 1, estimatedCostUsd: 0 });
    expect(await count()).toBe(1);
  });

  it("accepts another model than the version's, and is comparable only with runs of that model", async () => {
    const [own, other] = [await run(), await run({ model: { provider: "openai", name: "gpt-4o" } })];
    expect(other).toMatchObject({ isOwnModel: false, model: { provider: "openai", name: "gpt-4o" } });
    expect(other.configHash).not.toBe(own.configHash);
  });

  it("creates the run of its baseline once", async () => {
    const first = await run({ baselineVersion: 1 });
    expect(first.baseline).toMatchObject({ version: 1, status: "queued" });
    const second = await run({ baselineVersion: 1 });
    expect(second.baseline?.id).toBe(first.baseline?.id);
    await removeCases(workspace.owner, {
      id: suiteId,
      caseKeys: [(await prisma().testCase.findFirstOrThrow({ where: { suiteId } })).caseKey],
    });
    const third = await run({ baselineVersion: 1 });
    expect(third.baseline?.id).not.toBe(first.baseline?.id);
    expect(await count()).toBe(5);
  });

  it("is created once with one baseline by concurrent requests of a gate", async () => {
    const requests = Array.from({ length: 12 }, () =>
      run({ trigger: "gate", baselineVersion: 1, environment: "production" }),
    );
    const runs = await Promise.all(requests);
    expect(new Set(runs.map(({ id }) => id)).size).toBe(1);
    expect(await count()).toBe(2);
    expect(runs[0]).toMatchObject({ environment: "production", baseline: { version: 1 } });
  });

  it("requires an editor of the workspace", async () => {
    const viewer = await createTestMember(workspace.workspaceId, "viewer");
    await expect(
      createRun(viewer, { prompt: "greet", version: 2, suite: suiteId, scorers, trigger: "manual" }),
    ).rejects.toMatchObject({ code: "forbidden" });
    const { id } = await run();
    const other = await createTestWorkspace();
    expect(await getRun(other.owner, id)).toBeNull();
    expect((await listRuns(other.owner, { limit: 10 })).items).toEqual([]);
    await expect(
      createRun(other.owner, { prompt: "greet", version: 2, suite: suiteId, scorers, trigger: "manual" }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});

it("runs are listed newest first, page by page, by prompt, version, suite, status and environment", async () => {
  const ids = [(await run()).id, (await run({ version: 1 })).id, (await run({ environment: "staging" })).id];
  const list = (filter: Omit<Parameters<typeof listRuns>[1], "limit"> = {}, limit = 10) =>
    listRuns(workspace.owner, { limit, ...filter });
  const first = await list({}, 2);
  const rest = await list({ cursor: first.nextCursor ?? "" });
  expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(ids.toReversed());
  const found = async (filter: Parameters<typeof list>[0]) =>
    (await list(filter)).items.map(({ id }) => ids.indexOf(id));
  expect(await found({ version: 1 })).toEqual([1]);
  expect(await found({ environment: "staging" })).toEqual([2]);
  expect(await found({ prompt: "greet", suite: suiteId, status: "queued" })).toEqual([2, 1, 0]);
  expect(await found({ status: "finished" })).toEqual([]);
});
