import { databaseUnavailable } from "@/lib/core/database-errors";
import { prisma } from "@/lib/core/db";
import { isNotExpired, jsonOf, type KeptRow, keptColumns, keptText } from "@/lib/telemetry/store/kept-row";
import { findReadable } from "@/lib/telemetry/store/queries/readable";
import { mostTextBytes, type TraceStepRow } from "../../trace-step";

type SpanRow = Omit<TraceStepRow, "at" | "attributes" | "prompt" | "version" | "contentMark" | "names" | "isLater"> & {
  at: string;
  attributes: string;
  input: string;
  output: string;
};
type Step = KeptRow & { input: string; output: string };

type TracePlace = { workspaceId: string; environmentIds: readonly string[]; traceId: string };

const isOurs = "workspace_id = {workspaceId:UUID} and environment_id in {environmentIds:Array(UUID)}";
const texts = `${keptText("input")} as input, ${keptText("output")} as output`;
const spansText = `select span_id as id, nullIf(parent_id, '') as parentId, toString(toUnixTimestamp64Milli(at)) as at,
    duration_ms as durationMs, ttft_ms as ttftMs, toString(name) as name, nullIf(kind, 0) as kind,
    nullIf(toString(service), '') as service, nullIf(toString(model), '') as model, input_tokens as inputTokens,
    output_tokens as outputTokens, cost_usd as costUsd, nullIf(error, '') as error, nullIf(user_id, '') as userId,
    nullIf(session_id, '') as sessionId, nullIf(interaction_id, '') as interactionId,
    toString(environment_id) as environmentId, attributes, ${texts}
  from spans final where ${isOurs} and trace_id = {traceId:String} and ${isNotExpired} order by at limit {limit:UInt32}`;
const stepsText = `select ${keptColumns}, ${texts} from interactions final
  where ${isOurs} and (trace_id = {traceId:String} or interaction_id in {ids:Array(String)}) and ${isNotExpired}
  order by at limit {limit:UInt32} settings use_skip_indexes_if_final = 1`;

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
  const ofSpans = spans.map((span): TraceStepRow => {
    const step = span.interactionId ? byId.get(span.interactionId) : undefined;
    return {
      ...span,
      at: new Date(Number(span.at)),
      attributes: jsonOf(span.attributes),
      input: jsonOf(span.input),
      output: jsonOf(span.output),
      isLater: false,
      prompt: (step && names.get(step.promptId)) ?? null,
      version: step?.version ?? null,
      names: span.interactionId,
      interactionId: step?.interactionId ?? null,
      hasContent: step?.hasContent ?? false,
      contentMark: step?.contentMark ?? null,
    };
  });
  const others = steps.flatMap((step): TraceStepRow[] => {
    const prompt = names.get(step.promptId);
    if (named.has(step.interactionId) || !prompt) return [];
    const { parentId, ttftMs, kind, model, version, inputTokens, outputTokens, costUsd, error, userId, sessionId } =
      step;
    return [
      {
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
        input: jsonOf(step.input),
        output: jsonOf(step.output),
        isLater: false,
        hasContent: step.hasContent,
        contentMark: step.contentMark,
      },
    ];
  });
  const rows = [...ofSpans, ...others].toSorted((a, b) => a.at.getTime() - b.at.getTime()).slice(0, limit);
  const sizes = new Map<string, number>();
  for (const { id, input, output } of spans) sizes.set(id, input.length + output.length);
  for (const { interactionId: id, input, output } of steps)
    if (!sizes.has(id)) sizes.set(id, input.length + output.length);
  leaveTexts(rows, sizes, textsOf);
  return rows;
}

/** Leaves out texts beyond `mostTextBytes`, or of all other steps than `textsOf`. */
function leaveTexts(
  rows: readonly TraceStepRow[],
  sizes: ReadonlyMap<string, number>,
  textsOf: readonly string[] | null,
): void {
  let sum = 0;
  for (const row of rows) {
    const size = sizes.get(row.id) ?? 0;
    sum += size;
    row.isLater = size > 0 && (textsOf ? !textsOf.includes(row.id) : sum > mostTextBytes);
    if (row.isLater) Object.assign(row, { input: null, output: null });
  }
}
