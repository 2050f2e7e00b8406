import type { UserActor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import type { Score } from "@/lib/evaluation/scorers/types";
import { addCases } from "@/lib/evaluation/suites/commands/change-cases";
import { createSuite } from "@/lib/evaluation/suites/commands/suites";
import { configHash } from "@/lib/registry/gate/config-hash";
import { findPerson } from "./people";
import { namedReplyScorers, replyAnswer, replyScorers, type Side, triageRun, triageScorers } from "./run-answers";
import { liveAnswers, newAnswers, triageCases } from "./triage-cases";
import { type WrittenAnswer, type WrittenCase, type WrittenRun, writeRun } from "./write-run";

const day = 86_400_000;
const model = { provider: "openai", name: "gpt-4.1-mini", parameters: { temperature: 0 } };

const ofSuite = (workspaceId: string, suiteId: string) =>
  prisma().testCase.findMany({
    where: { workspaceId, suiteId, removedIn: null },
    select: { id: true, caseKey: true, variables: true },
    orderBy: { caseKey: "asc" },
  });

/** Writes runs of Fernway's two suites: of the live version, the next one and an earlier one. */
export async function seedRuns(owner: UserActor): Promise<void> {
  const { workspaceId } = owner;
  const [mara, aiko] = [await findPerson(workspaceId, "mara"), await findPerson(workspaceId, "aiko")];
  const prompts = await prisma().prompt.findMany({
    where: { workspaceId, name: { in: ["support/reply", "support/triage"] } },
    select: { id: true, name: true },
  });
  const idOf = (name: string) => prompts.find((one) => one.name === name)?.id ?? "";
  const production = await prisma().environment.findFirstOrThrow({ where: { workspaceId, name: "production" } });
  const ago = (days: number) => new Date(Date.now() - days * day);
  const toHash = (suite: { id: string; revision: number; scorers: unknown }, repeats: number) =>
    configHash({ suiteId: suite.id, suiteRevision: suite.revision, scorers: suite.scorers, repeats, model: null });
  const write = (run: Omit<WrittenRun, "workspaceId" | "model" | "environmentId">) =>
    writeRun({ ...run, workspaceId, model, environmentId: production.id });

  const by = { kind: "user", workspaceId, userId: aiko.id, name: aiko.name, role: "publisher" } as const;
  const made = await createSuite(by, {
    name: "Triage, sorted by hand",
    prompt: "support/triage",
    description: "Messages the team sorted together, with the queue and urgency they agreed on.",
  });
  await addCases(by, {
    id: made.id,
    cases: triageCases.map(([name, message, queue, urgency, tag]) => ({
      name,
      variables: { message },
      expected: { queue, urgency },
      tags: [tag],
    })),
  });
  await prisma().testSuite.update({
    where: { id: made.id, workspaceId },
    data: { scorers: triageScorers as Prisma.InputJsonValue },
  });
  const triage = { id: made.id, revision: 1, scorers: triageScorers };
  const triageRows = await ofSuite(workspaceId, triage.id);
  const ofTriage = { promptId: idOf("support/triage"), suite: triage, repeats: 3, configHash: toHash(triage, 3) };
  await prisma().gatePolicy.createMany({
    data: [
      {
        workspaceId,
        promptId: ofTriage.promptId,
        environmentId: production.id,
        suiteId: triage.id,
        repeats: 3,
        minimums: { accuracy: 0.8, format: 0.98, safety: 1 },
        runOnSave: true,
        updatedByName: aiko.name,
      },
    ],
    skipDuplicates: true,
  });
  const live = await write({
    ...ofTriage,
    version: 2,
    by: aiko,
    at: ago(0.95),
    seconds: 38,
    trigger: "baseline",
    cases: triageRun(triageRows, liveAnswers),
  });
  await write({
    ...ofTriage,
    version: 4,
    by: aiko,
    at: ago(3.9),
    seconds: 40,
    baseline: { id: live, version: 2 },
    cases: triageRun(triageRows, { 14: liveAnswers[14] ?? [], 27: liveAnswers[27] ?? [] }),
  });
  await write({
    ...ofTriage,
    version: 5,
    by: aiko,
    at: ago(0.9),
    seconds: 41,
    trigger: "save",
    baseline: { id: live, version: 2 },
    cases: triageRun(triageRows, newAnswers),
  });

  const everyday = await prisma().testSuite.findFirstOrThrow({ where: { workspaceId, name: "Support, everyday" } });
  const suite = { id: everyday.id, revision: everyday.revision, scorers: namedReplyScorers };
  await prisma().testSuite.update({
    where: { id: everyday.id, workspaceId },
    data: { scorers: replyScorers as Prisma.InputJsonValue },
  });
  const replyRows = await ofSuite(workspaceId, everyday.id);
  const replyRun = (side: Side, change: (answer: WrittenAnswer, index: number) => WrittenAnswer = (one) => one) =>
    replyRows.flatMap(({ id, caseKey, variables }, index): WrittenCase[] => {
      const answer = replyAnswer(String((variables as { message?: unknown }).message), side);
      return answer ? [{ id, caseKey, answers: [change(answer, index)] }] : [];
    });
  const ofReply = {
    promptId: idOf("support/reply"),
    suite,
    configHash: toHash({ ...suite, scorers: replyScorers }, 1),
  };
  await prisma().gatePolicy.createMany({
    data: [
      {
        workspaceId,
        promptId: ofReply.promptId,
        environmentId: production.id,
        suiteId: suite.id,
        minimums: { accuracy: 0.8, format: 0.9, safety: 1 },
        runOnSave: true,
        updatedByName: mara.name,
      },
    ],
    skipDuplicates: true,
  });
  const unusable = (answer: WrittenAnswer, index: number): WrittenAnswer =>
    index % 3 === 0
      ? { ...answer, scores: (answer.scores ?? []).map((score, place) => (place === 0 ? spoilt(score) : score)) }
      : answer;
  await write({
    ...ofReply,
    version: 3,
    by: mara,
    at: ago(32.3),
    seconds: 31,
    cases: replyRun("v4", unusable),
  });
  await write({
    ...ofReply,
    version: 4,
    by: aiko,
    at: ago(17),
    status: "failed",
    total: 12,
    seconds: 9,
    trigger: "api",
    statusReason: "The provider refused the key of the connection openai.",
    cases: replyRun("v4").slice(0, 3),
  });
  const replyLive = await write({
    ...ofReply,
    version: 4,
    by: mara,
    at: ago(0.12),
    seconds: 27,
    trigger: "baseline",
    cases: replyRun("v4"),
  });
  await write({
    ...ofReply,
    version: 5,
    by: mara,
    at: ago(0.1),
    seconds: 29,
    trigger: "save",
    baseline: { id: replyLive, version: 4 },
    cases: replyRun("v5"),
  });
}

const spoilt = ({ scorer, version, dimension }: Score): Score => ({
  scorer,
  version,
  dimension,
  costUsd: null,
  state: "invalid",
  code: "judge_unavailable",
  raw: "",
  explanation: "The judge's model did not answer after 3 tries.",
});
