import type { ClickHouse } from "@/lib/core/clickhouse";
import { databaseUnavailable } from "@/lib/core/database-errors";
import { prisma } from "@/lib/core/db";
import {
  isNotExpired,
  jsonOf,
  type KeptRow,
  keptColumns,
  keptText,
  keptTextBytes,
} from "@/lib/telemetry/store/kept-row";
import { findReadable } from "@/lib/telemetry/store/queries/readable";
import type { TraceStepRow } from "../../trace-step";
import { textsToRead } from "../../trace-texts";

type Texts = { input: string; output: string };
type SpanRow = Omit<
  TraceStepRow,
  "at" | "attributes" | "prompt" | "version" | "contentMark" | "names" | "isLater" | "input" | "output"
> & { at: string; attributes: string; size: number };
type Step = KeptRow & { size: number };
/** A step whose texts are not read yet. `key` names them in their table. */
type Unread = { row: TraceStepRow; table: "spans" | "interactions"; key: string; size: number };

type TracePlace = { workspaceId: string; environmentIds: readonly string[]; traceId: string };

const isOurs = "workspace_id = {workspaceId:UUID} and environment_id in {environmentIds:Array(UUID)}";
const texts = `${keptText("input")} as input, ${keptText("output")} as output`;
const milliseconds = "toString(toUnixTimestamp64Milli(at))";
const spansText = `select span_id as id, nullIf(parent_id, '') as parentId, ${milliseconds} as at,
    duration_ms as durationMs, ttft_ms as ttftMs, toString(name) as name, nullIf(kind, 0) as kind,
    nullIf(toString(service), '') as service, nullIf(toString(model), '') as model, input_tokens as inputTokens,
    output_tokens as outputTokens, cost_usd as costUsd, nullIf(error, '') as error, nullIf(user_id, '') as userId,
    nullIf(session_id, '') as sessionId, nullIf(interaction_id, '') as interactionId,
    toString(environment_id) as environmentId, attributes, ${keptTextBytes} as size
  from spans final where ${isOurs} and trace_id = {traceId:String} and ${isNotExpired} order by at limit {limit:UInt32}`;
const stepsText = `select ${keptColumns}, ${keptTextBytes} as size from interactions final
  where ${isOurs} and (trace_id = {traceId:String} or interaction_id in {ids:Array(String)}) and ${isNotExpired}
  order by at limit {limit:UInt32} settings use_skip_indexes_if_final = 1`;
const textsOfText = {
  spans: `select concat(span_id, ' ', ${milliseconds}) as key, ${texts} from spans final
    where ${isOurs} and trace_id = {traceId:String} and span_id in {ids:Array(String)} and ${isNotExpired}`,
  interactions: `select id as key, ${texts} from interactions final
    where ${isOurs} and interaction_id in {ids:Array(String)} and ${isNotExpired} settings use_skip_indexes_if_final = 1`,
};

/**
 * Reads the steps of a trace that PostgreSQL no longer holds, the oldest first. Throws 503 if ClickHouse does not
 * respond.
 */
export async function readKeptTrace(
  place: TracePlace,
  textsOf: readonly string[] | null,
  limit: number,
): Promise<TraceStepRow[]> {
  const readable = await findReadable();
  if (!readable) return [];
  const { store } = readable;
  const { workspaceId } = place;
  const values = { ...place, limit };
  const away = (error: unknown) => Promise.reject(databaseUnavailable(error));
  const spans = await store.rows<SpanRow>(spansText, values).catch(away);
  const named = new Set(spans.flatMap(({ interactionId }) => interactionId ?? []));
  const [steps, prompts] = await Promise.all([
    store.rows<Step>(stepsText, { ...values, ids: [...named] }).catch(away),
    prisma().prompt.findMany({ where: { workspaceId }, select: { id: true, name: true } }),
  ]);
  const names = new Map(prompts.map(({ id, name }) => [id, name]));
  // If an interaction was reported twice, the later report counts.
  const byId = new Map(steps.map((step) => [step.interactionId, step]));
  const ofSpans = spans.map(({ size, ...span }): Unread => {
    const step = span.interactionId ? byId.get(span.interactionId) : undefined;
    const row: TraceStepRow = {
      ...span,
      at: new Date(Number(span.at)),
      attributes: jsonOf(span.attributes),
      input: null,
      output: null,
      isLater: false,
      prompt: (step && names.get(step.promptId)) ?? null,
      version: step?.version ?? null,
      names: span.interactionId,
      interactionId: step?.interactionId ?? null,
      hasContent: step?.hasContent ?? false,
      contentMark: step?.contentMark ?? null,
    };
    return { row, table: "spans", key: `${span.id} ${span.at}`, size };
  });
  const others = steps.flatMap((step): Unread[] => {
    const prompt = names.get(step.promptId);
    if (named.has(step.interactionId) || !prompt) return [];
    const { parentId, ttftMs, kind, model, version, inputTokens, outputTokens, costUsd, error, userId, sessionId } =
      step;
    const row: TraceStepRow = {
      id: step.interactionId,
      parentId,
      at: new Date(Number(step.at)),
      durationMs: step.latencyMs ?? 0,
      ttftMs,
      name: step.name ?? prompt,
      kind,
      service: null,
      model,
      prompt,
      version,
      inputTokens,
      outputTokens,
      costUsd,
      error,
      userId,
      sessionId,
      names: null,
      interactionId: step.interactionId,
      environmentId: step.environmentId,
      attributes: jsonOf(step.attributes),
      input: null,
      output: null,
      isLater: false,
      hasContent: step.hasContent,
      contentMark: step.contentMark,
    };
    return [{ row, table: "interactions", key: step.id, size: step.size }];
  });
  const all = [...ofSpans, ...others].toSorted((a, b) => a.row.at.getTime() - b.row.at.getTime()).slice(0, limit);
  await readTexts(store, values, all, textsOf).catch(away);
  return all.map(({ row }) => row);
}

/** Reads the texts that are shown, and marks the others as left for later. */
async function readTexts(
  store: ClickHouse,
  values: TracePlace,
  all: readonly Unread[],
  textsOf: readonly string[] | null,
): Promise<void> {
  const sizes = all.map(({ row, size }) => ({ id: row.id, size }));
  const isRead = textsToRead(sizes, textsOf);
  const wanted = all.filter((_, index) => isRead[index]);
  const found = new Map<string, Texts>();
  const readFrom = async (table: Unread["table"]) => {
    const ids = wanted.filter((one) => one.table === table).map(({ row }) => row.id);
    if (ids.length === 0) return;
    const rows = await store.rows<Texts & { key: string }>(textsOfText[table], { ...values, ids });
    for (const { key, ...one } of rows) found.set(`${table} ${key}`, one);
  };
  await Promise.all([readFrom("spans"), readFrom("interactions")]);
  for (const [index, { row, table, key, size }] of all.entries()) {
    const one = found.get(`${table} ${key}`);
    row.isLater = size > 0 && !isRead[index];
    if (one && isRead[index]) Object.assign(row, { input: jsonOf(one.input), output: jsonOf(one.output) });
  }
}
