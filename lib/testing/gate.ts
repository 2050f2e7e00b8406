import type { UserActor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import type { RunStatus, RunTrigger } from "@/lib/core/generated/prisma/client";
import { writeRun } from "@/lib/demo/write-run";
import type { Score } from "@/lib/evaluation/scorers/types";
import { addCases } from "@/lib/evaluation/suites/commands/change-cases";
import { createSuite } from "@/lib/evaluation/suites/commands/suites";
import { createPrompt } from "@/lib/registry/commands/prompts";
import { saveVersion } from "@/lib/registry/commands/save-version";
import { saveGatePolicy } from "@/lib/registry/gate/commands";
import { configHash } from "@/lib/registry/gate/config-hash";
import { type Dimension, dimensions } from "@/lib/registry/gate/dimensions";
import type { SaveGatePolicyInput } from "@/lib/registry/gate/schema";
import { createTestWorkspace } from "./workspace";

type MeasuredDimension = Exclude<Dimension, "consistency">;
const measured = dimensions.filter((dimension): dimension is MeasuredDimension => dimension !== "consistency");
const scorers = measured.map((dimension) => ({ id: dimension, type: "exact", dimension, version: 1 }));

/** The outcome of a run: the indexes (from 0) of failing cases by dimension, and the lost judgements and answers. */
export type Went = Partial<Record<MeasuredDimension, readonly number[]>> & {
  invalid?: number;
  failed?: number;
  status?: RunStatus;
  trigger?: RunTrigger;
  environmentId?: string;
  baseline?: { id: string; version: number };
};

export type GateStage = Awaited<ReturnType<typeof createGateStage>>;

const model = { provider: "offline", name: "understudy-offline" };
const says = (text: string) => ({ messages: [{ role: "system" as const, content: text }], model });

/** Creates a workspace with a prompt (v1 live in production, v2 not), a suite of 20 cases, and helpers for runs. */
export async function createGateStage() {
  const workspace = await createTestWorkspace();
  const { owner, workspaceId } = workspace;
  const name = "support/reply";
  const environment = "production";
  const { id: promptId } = await createPrompt(owner, { name, content: says("one"), deployTo: environment });
  await saveVersion(owner, { name, content: says("two") });
  const suite = await createSuite(owner, { name: "Support replies" });
  const cases = Array.from({ length: 20 }, (_, index) => ({ variables: { message: `Where is parcel ${index + 1}?` } }));
  await addCases(owner, { id: suite.id, cases });
  await prisma().testSuite.update({ where: { id: suite.id, workspaceId }, data: { scorers } });

  const revisionNow = async () =>
    (await prisma().testSuite.findUniqueOrThrow({ where: { id: suite.id, workspaceId } })).revision;
  return {
    workspace,
    owner,
    workspaceId,
    name,
    environment,
    promptId,
    suiteId: suite.id,
    /** A gate for production: accuracy at least 80 %, not worse than the live version. */
    gate: (more: Partial<SaveGatePolicyInput> = {}, actor: UserActor = owner) =>
      saveGatePolicy(actor, { name, environment, suite: suite.id, minimums: { accuracy: 0.8 }, ...more }),
    save: (text: string, more: object = {}) => saveVersion(owner, { name, content: says(text), ...more }),
    /** Writes a finished run over the current suite. Returns its id. */
    async ran(version: number, went: Went = {}, prompt: string = promptId): Promise<string> {
      const revision = await revisionNow();
      const rows = await prisma().testCase.findMany({
        where: { workspaceId, suiteId: suite.id, removedIn: null },
        orderBy: { caseKey: "asc" },
      });
      return writeRun({
        workspaceId,
        promptId: prompt,
        version,
        suite: { id: suite.id, revision, scorers },
        at: new Date(),
        trigger: went.trigger ?? "gate",
        status: went.status ?? "finished",
        baseline: went.baseline ?? null,
        environmentId: went.environmentId ?? null,
        by: { id: null, name: "Test" },
        total: rows.length,
        configHash: configHash({ suiteId: suite.id, suiteRevision: revision, scorers, repeats: 1, model: null }),
        cases: rows.map(({ id, caseKey }, index) => ({
          id,
          caseKey,
          answers: [answerOf(index, went)],
        })),
      });
    },
  };
}

function answerOf(index: number, went: Went) {
  if (index < (went.failed ?? 0)) return { output: null, error: { code: "provider_error", message: "It broke." } };
  const judged: Score[] =
    index < (went.invalid ?? 0)
      ? [{ ...head("accuracy", "judge"), state: "invalid", code: "judge_invalid_output", raw: "9/10, I would say" }]
      : [{ ...head("accuracy", "judge"), ...valued(!went.accuracy?.includes(index)) }];
  const others = (["format", "safety"] as const).map((dimension): Score => {
    return { ...head(dimension, dimension), ...valued(!went[dimension]?.includes(index)) };
  });
  return { output: `answer ${index}`, scores: [...judged, ...others] };
}

const head = (dimension: Dimension, scorer: string) => ({ scorer, version: 1, dimension, explanation: "", costUsd: 0 });
const valued = (passed: boolean) => ({ state: "scored", value: passed ? 1 : 0, passed }) as const;
