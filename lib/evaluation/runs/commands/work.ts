import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import type { Content } from "@/lib/template/content";
import type { ScorerConfig } from "../../scorers/schema";
import type { Score } from "../../scorers/types";
import type { PlaceholderValues } from "../../values";
import { storableJson } from "../storable";
import type { RunStatus } from "../types";

/** A run as the engine processes it. */
export type RunToWork = {
  id: string;
  prompt: string;
  version: number;
  /** The content with snippets inserted. */
  content: Content;
  model: { provider: string; name: string; parameters?: Record<string, unknown> };
  scorers: readonly ScorerConfig[];
  concurrency: number;
  budgetUsd: number | null;
  total: number;
};

/** Lists the workspace's runs that have not ended, oldest first. */
export async function listOpenRuns(workspaceId: string): Promise<string[]> {
  const rows = await prisma().evaluationRun.findMany({
    where: { workspaceId, status: { in: ["queued", "running"] } },
    select: { id: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: 100,
  });
  return rows.map(({ id }) => id);
}

/** Loads a run and sets its status to running. Null if it has ended. */
export async function beginRun(workspaceId: string, id: string): Promise<RunToWork | null> {
  const { count } = await prisma().evaluationRun.updateMany({
    where: { id, workspaceId, status: "queued" },
    data: { status: "running", startedAt: databaseNow() },
  });
  const run = await prisma().evaluationRun.findFirst({
    where: { id, workspaceId, ...(count === 0 && { status: "running" }) },
    include: { prompt: { select: { name: true } } },
  });
  if (!run) return null;
  const version = await prisma().version.findFirst({
    where: { workspaceId, promptId: run.promptId, number: run.version },
    select: { content: true, expanded: true },
  });
  if (!version) return null;
  const { prompt, model, scorers, concurrency, budgetUsd, total } = run;
  return {
    id,
    prompt: prompt.name,
    version: run.version,
    concurrency,
    budgetUsd,
    total,
    content: (version.expanded ?? version.content) as Content,
    model: model as RunToWork["model"],
    scorers: scorers as ScorerConfig[],
  };
}

/** An answer that is missing or not completely scored, with its case. */
export type OpenAnswer = {
  id: string;
  position: number;
  repeat: number;
  /** The stored answer, if only scores are missing. */
  output: string | null;
  isAnswered: boolean;
  toolCalls: { name: string; input: unknown }[];
  attempts: number;
  scores: Score[];
  testCase: {
    variables: Record<string, unknown>;
    placeholders: PlaceholderValues;
    expected: unknown;
    checks: ({ type: string } & Record<string, unknown>)[];
  };
};

/** Lists open answers in order, after a position. At most `limit`. */
export async function listOpenAnswers(
  workspaceId: string,
  runId: string,
  { after, limit }: { after: { position: number; repeat: number }; limit: number },
): Promise<OpenAnswer[]> {
  const { position, repeat } = after;
  const rows = await prisma().evaluationAnswer.findMany({
    where: {
      workspaceId,
      runId,
      scoredAt: null,
      OR: [{ position: { gt: position } }, { position, repeat: { gt: repeat } }],
    },
    include: { testCase: { select: { variables: true, placeholders: true, expected: true, checks: true } } },
    orderBy: [{ position: "asc" }, { repeat: "asc" }],
    take: limit,
  });
  return rows.map((row) => ({
    id: row.id,
    position: row.position,
    repeat: row.repeat,
    output: row.output,
    attempts: row.attempts,
    isAnswered: row.answeredAt !== null,
    toolCalls: (row.toolCalls ?? []) as OpenAnswer["toolCalls"],
    scores: row.scores as Score[],
    testCase: {
      variables: row.testCase.variables as Record<string, unknown>,
      placeholders: (row.testCase.placeholders ?? {}) as PlaceholderValues,
      expected: row.testCase.expected,
      checks: (row.testCase.checks ?? []) as OpenAnswer["testCase"]["checks"],
    },
  }));
}

export type GivenAnswer = {
  output: string;
  toolCalls: { name: string; input: unknown }[];
  finishReason: string;
  latencyMs: number;
  ttftMs: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
  costUsd: number | null;
  attempts: number;
};

/** An answer with the scores of its rules. `isScored` if no judge follows. */
export type AnswerToKeep = { id: string; answer: GivenAnswer; scores: readonly Score[]; isScored: boolean };

/**
 * Stores answers in one statement when they arrive. The first write wins: returns false for an answer that another
 * process had already stored. The scores of the later answer are then discarded.
 */
export async function keepAnswers(workspaceId: string, answers: readonly AnswerToKeep[]): Promise<boolean[]> {
  const rows = answers.map(({ id, answer: { toolCalls, ...answer }, scores, isScored }) => ({
    id,
    ...answer,
    toolCalls: toolCalls.length > 0 ? toolCalls : undefined,
    scores: storableJson(scores),
    isScored,
  }));
  const storedRows = await prisma().$queryRaw<{ id: string }[]>`
    with sent as (select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g (id uuid, output text,
      "toolCalls" jsonb, "finishReason" text, "latencyMs" int, "ttftMs" int, "inputTokens" int, "outputTokens" int,
      "costUsd" float8, attempts int, scores jsonb, "isScored" boolean)),
    kept as (
      update evaluation_answers a set output = g.output, tool_calls = g."toolCalls", finish_reason = g."finishReason",
        latency_ms = g."latencyMs", ttft_ms = g."ttftMs", input_tokens = g."inputTokens", output_tokens = g."outputTokens",
        cost_usd = g."costUsd", attempts = g.attempts, scores = g.scores, answered_at = now(),
        scored_at = case when g."isScored" then now() end
      from sent g where a.id = g.id and a.workspace_id = ${workspaceId}::uuid and a.answered_at is null and a.scored_at is null
      returning a.id)
    select id::text from kept
    union -- written before, and only the reply to it was lost
    select a.id::text from evaluation_answers a join sent g on g.id = a.id
    where a.workspace_id = ${workspaceId}::uuid and a.output = g.output and a.latency_ms = g."latencyMs" and a.error_code is null`;
  const isKept = new Set(storedRows.map(({ id }) => id));
  return answers.map(({ id }) => isKept.has(id));
}

/** Stores the reason why there is no answer. */
export async function keepFailure(
  workspaceId: string,
  id: string,
  { code, message, attempts }: { code: string; message: string; attempts: number },
): Promise<void> {
  await prisma().evaluationAnswer.updateMany({
    where: { id, workspaceId, answeredAt: null, scoredAt: null },
    data: { errorCode: code, errorMessage: message, attempts, scoredAt: databaseNow() },
  });
}

/** Closes an answer that cannot be processed, in any state. */
export async function closeAnswer(
  workspaceId: string,
  id: string,
  { code, message }: { code: string; message: string },
): Promise<void> {
  await prisma().evaluationAnswer.updateMany({
    where: { id, workspaceId, scoredAt: null },
    data: { errorCode: code, errorMessage: message, scoredAt: databaseNow() },
  });
}

/** Adds the score of one scorer to an answer, once. The last score closes the answer. */
export async function keepScores(
  workspaceId: string,
  id: string,
  { scores, isLast }: { scores: readonly Score[]; isLast: boolean },
): Promise<void> {
  const scorerKeys = JSON.stringify(scores.map(({ scorer }) => ({ scorer })));
  await prisma().$executeRaw`
    update evaluation_answers set
      scores = case when scores @> ${scorerKeys}::jsonb then scores else scores || ${JSON.stringify(storableJson(scores))}::jsonb end,
      scored_at = case when ${isLast} then now() end
    where id = ${id}::uuid and workspace_id = ${workspaceId}::uuid and scored_at is null`;
}

/** The counters of a run in progress. */
export type RunCounts = {
  done: number;
  failed: number;
  costUsd: number;
  isCostKnown: boolean;
  judgements: number;
  invalidJudgements: number;
};

/** Stores the counters of a running run and returns its status. Null if the run was deleted. */
export async function noteProgress(workspaceId: string, id: string, counts: RunCounts): Promise<RunStatus | null> {
  const { count } = await prisma().evaluationRun.updateMany({
    where: { id, workspaceId, status: "running" },
    data: counts,
  });
  return count > 0 ? "running" : readStatus(workspaceId, id);
}

/** Updates the counters of an ended run, because calls that were running when it ended were charged too. */
export async function recountEnded(workspaceId: string, id: string): Promise<void> {
  const counts = await countRun(workspaceId, id);
  const status = { in: ["finished", "cancelled", "failed"] satisfies RunStatus[] };
  await prisma().evaluationRun.updateMany({ where: { id, workspaceId, status }, data: counts });
}

/** Returns the status of a run. Null if it was deleted. */
export async function readStatus(workspaceId: string, id: string): Promise<RunStatus | null> {
  const row = await prisma().evaluationRun.findFirst({ where: { id, workspaceId }, select: { status: true } });
  return row?.status ?? null;
}

/**
 * Computes the counters of a run from the answers of all processes. Judgements are the scores of judges and of checks
 * that use a judge.
 */
export async function countRun(workspaceId: string, id: string): Promise<RunCounts> {
  const [counts] = await prisma().$queryRaw<RunCounts[]>`
    with answers as (
      select a.*, c.checks from evaluation_answers a join test_cases c on c.id = a.case_id
      where a.run_id = ${id}::uuid and a.workspace_id = ${workspaceId}::uuid),
    judges as (
      select s->>'id' as id from evaluation_runs r, jsonb_array_elements(r.scorers) as s
      where r.id = ${id}::uuid and s->>'type' = 'judge'),
    scores as (
      select s->>'state' as state, s->'costUsd' as cost, s->>'scorer' in (select id from judges)
        or a.checks -> (substring(s->>'scorer' from '^check-(\\d+)$')::int - 1) ->> 'type' = 'rubric' as is_judgement
      from answers a, jsonb_array_elements(a.scores) as s)
    select
      (select count(*)::int from answers where scored_at is not null) as done,
      (select count(*)::int from answers where error_code is not null) as failed,
      coalesce((select sum(cost_usd) from answers), 0)
        + coalesce((select sum(cost::float8) from scores where cost <> 'null'), 0) as "costUsd",
      not exists (select 1 from answers where answered_at is not null and cost_usd is null)
        and not exists (select 1 from scores where cost = 'null') as "isCostKnown",
      (select count(*)::int from scores where is_judgement and state <> 'skipped') as judgements,
      (select count(*)::int from scores where is_judgement and state = 'invalid') as "invalidJudgements"`;
  return counts ?? { done: 0, failed: 0, costUsd: 0, isCostKnown: true, judgements: 0, invalidJudgements: 0 };
}
