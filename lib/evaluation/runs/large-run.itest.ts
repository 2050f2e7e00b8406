/** @module-tag slow */
import { expect, it } from "vitest";
import { prisma } from "@/lib/core/db";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { getComparison } from "../comparison/queries/whole";
import { importCases } from "../suites/commands/import-cases";
import { createSuite } from "../suites/commands/suites";
import { importCasesInput } from "../suites/schema";
import { createRun } from "./commands/create-run";
import { endRun } from "./commands/end-run";

const scorers = [{ id: "exact", type: "exact" as const, name: "Exact" }];
const score = {
  scorer: "exact",
  version: 1,
  dimension: "accuracy",
  explanation: "It is the expected answer.",
  costUsd: 0,
  state: "scored",
  value: 1,
  passed: true,
};

it("a run of 10,000 cases, twice each, ends within the transaction timeout", async () => {
  const { owner, workspaceId } = await createTestWorkspace();
  const model = { provider: "offline", name: "understudy-offline" };
  const content = { type: "text" as const, model, messages: [{ role: "user" as const, content: "Say it." }] };
  await createPrompt(owner, { name: "say", content });
  const { id } = await createSuite(owner, { name: "Words" });
  const lines = Array.from({ length: 10_000 }, (_, index) => `w${index},w${index}`);
  const text = `word,expected\n${lines.join("\n")}`;
  await importCases(owner, importCasesInput.parse({ id, format: "csv", text }));
  const run = await createRun(owner, {
    prompt: "say",
    version: 1,
    suite: "Words",
    scorers,
    repeats: 2,
    trigger: "manual",
  });
  await prisma().$executeRaw`
    update evaluation_answers set output = 'w', answered_at = now(), scored_at = now(), latency_ms = 20, cost_usd = 0.001,
      scores = ${JSON.stringify([score])}::jsonb where run_id = ${run.id}::uuid`;
  expect(await endRun(workspaceId, run.id, { status: "finished", reason: "" })).toBe(true);
  const where = {
    workspaceId,
    runId: run.id,
    accuracy: 1,
    accuracyOk: true,
    formatOk: null,
    answers: 2,
    latencyMs: 20,
  };
  expect(await prisma().evaluationResult.count({ where })).toBe(10_000);
  const { counts, dimensions } = await getComparison(owner, run.id);
  expect([counts.all, dimensions.accuracy.score]).toEqual([10_000, 1]);
}, 120_000);
