import type { UserActor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { scorersInput } from "@/lib/evaluation/scorers/schema";
import type { Score } from "@/lib/evaluation/scorers/types";
import { addCases } from "@/lib/evaluation/suites/commands/cases";
import { createSuite } from "@/lib/evaluation/suites/commands/suites";
import { configHash } from "@/lib/registry/gate/config-hash";
import type { Dimension } from "@/lib/registry/gate/dimensions";
import { replyAnswers } from "./reply-answers";
import { liveAnswers, newAnswers, triageCases } from "./triage-cases";
import { people } from "./types";
import { type WrittenAnswer, type WrittenCase, type WrittenRun, writeRun } from "./write-run";

const queues = ["delivery", "payment", "returns", "product", "other"];
const day = 86_400_000;
const model = { provider: "openai", name: "gpt-4.1-mini", parameters: { temperature: 0 } };

const head = (id: string, name: string, type: string, dimension: Dimension, threshold = 1) => ({
  id,
  name,
  type,
  dimension,
  threshold,
  version: 1,
});
const safe = { ...head("pii", "Personal data", "pii", "safety"), kinds: ["email", "phone", "credit_card", "iban"] };
const agrees = head("agreement", "Agreement", "agreement", "consistency", 0.7);
const triageSchema = {
  type: "object",
  required: ["queue", "urgency"],
  properties: { queue: { enum: queues }, urgency: { type: "integer", minimum: 1, maximum: 3 } },
};
const triageScorers = scorersInput.parse([
  { ...head("same-json", "Same queue and urgency", "json_equality", "accuracy"), ignorePaths: [], tolerance: 0 },
  { ...head("schema", "JSON Schema", "json_schema", "format"), schema: triageSchema, isFenceAllowed: false },
  { ...safe, isInputAllowed: true },
  { ...agrees, mode: "exact" },
]);
const replyScorers = scorersInput.parse([
  {
    ...head("judge-answer", "Judge: answers the question", "judge", "accuracy", 0.7),
    criteria: ["Answers what was asked", "Says where the parcel is before asking anything", "Promises no refund"],
    instructions: "",
    scale: "1-5",
    showExpected: true,
  },
  { ...head("short", "At most 120 words", "length", "format"), unit: "words", max: 120 },
  { ...safe, isInputAllowed: true },
]);
/** As the runs wrote them down: with the judge that was connected then. */
const namedReplyScorers = replyScorers.map((one) =>
  one.type === "judge" ? { ...one, model: { provider: "google", name: "gemini-2.5-flash" } } : one,
);

const say = (
  of: { id: string; version: number; dimension: Dimension },
  passed: boolean,
  explanation: string,
): Score => ({
  scorer: of.id,
  version: of.version,
  dimension: of.dimension,
  explanation,
  costUsd: 0,
  state: "scored",
  value: passed ? 1 : 0,
  passed,
});

function misfit(output: string): string | null {
  let value: { queue?: string; urgency?: unknown } | unknown[];
  try {
    value = JSON.parse(output);
  } catch {
    return "The answer is not JSON.";
  }
  if (Array.isArray(value)) return "The answer must be an object. Got a list.";
  if (!queues.includes(value.queue ?? "")) return `/queue must be one of ${queues.join(", ")}. Got “${value.queue}”.`;
  return Number.isInteger(value.urgency) ? null : `/urgency must be a whole number. Got “${value.urgency}”.`;
}

function triageAnswer(output: string, expected: string): WrittenAnswer {
  const [same, schema, pii] = triageScorers as unknown as [typeof safe, typeof safe, typeof safe];
  const fault = misfit(output);
  const isSame = fault === null && output === expected;
  const wrong = fault
    ? "There is nothing to compare: the answer is not what the schema asks."
    : `Expected ${expected}.`;
  return {
    output,
    latencyMs: 420 + (output.length % 7) * 60,
    costUsd: 0.00031,
    scores: [
      say(same, isSame, isSame ? "Equal to the expected JSON." : wrong),
      say(schema, fault === null, fault ?? "Fits the schema."),
      say(pii, true, "No e-mail address, phone, card or bank number."),
    ],
  };
}

/** How far three answers agree: the share of the most frequent one. */
const agreement = (outputs: readonly string[]) =>
  Math.max(...outputs.map((one) => outputs.filter((other) => other === one).length)) / outputs.length;

type CaseKeys = { id: string; caseKey: string }[];

function triageRun(rows: CaseKeys, told: Record<number, string[]>): WrittenCase[] {
  return rows.map(({ id, caseKey }, index) => {
    const [, , queue, urgency] = triageCases[index] ?? ["", "", "other", 1];
    const right = JSON.stringify({ queue, urgency });
    const outputs = [0, 1, 2].map((repeat) => told[index]?.[repeat] ?? told[index]?.[0] ?? right);
    return {
      id,
      caseKey,
      answers: outputs.map((output) => triageAnswer(output, right)),
      consistency: agreement(outputs),
    };
  });
}

type Side = "v4" | "v5";

function replyAnswer(message: string, side: Side): WrittenAnswer | null {
  const told = replyAnswers.find(([words]) => message.includes(words))?.[1];
  if (!told) return null;
  const [judge, short, pii] = replyScorers as unknown as [typeof safe, typeof safe, typeof safe];
  const output = told[side] ?? told.v5;
  const said = side === "v4" ? told.judge4 : told.judge5;
  const base = { scorer: judge.id, version: 1, dimension: judge.dimension, costUsd: 0.0009 };
  const words = output.split(/\s+/).length;
  const judged: Score = Array.isArray(said)
    ? { ...base, state: "scored", value: said[0], passed: said[0] >= 0.7, explanation: said[1] }
    : {
        ...base,
        state: "invalid",
        code: "judge_invalid_output",
        raw: "I would rate this answer rather highly.",
        explanation: "The judge answered without a score, twice.",
      };
  return {
    output,
    latencyMs: 900 + (output.length % 9) * 70,
    costUsd: 0.0011,
    scores: [
      judged,
      say(short, words <= 120, `${words} words; at most 120.`),
      say(pii, true, "No e-mail address, phone, card or bank number."),
    ],
  };
}

const ofSuite = (workspaceId: string, suiteId: string) =>
  prisma().testCase.findMany({
    where: { workspaceId, suiteId, removedIn: null },
    select: { id: true, caseKey: true, variables: true },
    orderBy: { caseKey: "asc" },
  });

/** Runs of Fernway's two suites: what is live, what is to follow it, and how it was before. */
export async function seedRuns(owner: UserActor): Promise<void> {
  const { workspaceId } = owner;
  const person = async ({ email, name }: { email: string; name: string }) => ({
    id: (await prisma().user.findUniqueOrThrow({ where: { email } })).id,
    name,
  });
  const [mara, aiko] = [await person(people.mara), await person(people.aiko)];
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
