import { eventQuery } from "@/lib/core/db";
import type { SpanRow } from "../otlp/read-span";
import { forgetDirectIntake } from "../queries/direct-intake";
import { kindNumbers } from "../schema";
import { spanColumns, spanRecord } from "../span-sql";
import { ensurePartitions } from "./store-events";

export type StorableSpan = SpanRow & { environmentId: string };

// Storing a span again changes nothing. Rows are inserted in a fixed order, so that two batches with the same spans
// cannot deadlock.
const insertHere = `with forwarded as (
    insert into forward_changes (workspace_id, kind, keys)
    select $1, 'traces', $3::text[] where exists (select from event_forwarding))
  insert into spans (workspace_id, ${spanColumns})
  select $1, ${spanColumns} from json_to_recordset($2::json) as r (${spanRecord})
  order by trace_id, span_id on conflict do nothing`;

// Stores spans for ClickHouse only, unless this mode was switched off in the meantime.
const insertDirect = `insert into direct_spans (workspace_id, spans, traces, from_at, count, bytes)
  select $1, $2, $3::text[], $4, $5, octet_length($2) where exists (select from event_forwarding where is_direct)
  returning id`;

const toSpanRow = (span: StorableSpan) => ({
  at: new Date(span.at).toISOString(),
  environment_id: span.environmentId,
  kind: kindNumbers[span.kind],
  duration_ms: span.durationMs,
  ttft_ms: span.ttftMs,
  cost_usd: span.costUsd,
  input_tokens: span.inputTokens,
  output_tokens: span.outputTokens,
  cached_tokens: span.cachedTokens,
  trace_id: span.traceId,
  span_id: span.spanId,
  parent_id: span.parentId,
  name: span.name,
  service: span.service,
  model: span.model,
  session_id: span.sessionId,
  user_id: span.userId,
  error: span.error,
  interaction_id: span.interactionId,
  attributes: span.attributes,
  input: span.input ?? undefined,
  output: span.output ?? undefined,
});

/** Stores spans of one workspace in one transaction. With `isDirect`, they are stored only in ClickHouse. */
export async function storeSpans(
  workspaceId: string,
  spans: readonly StorableSpan[],
  { isDirect = false } = {},
): Promise<void> {
  if (spans.length === 0) return;
  const rows = JSON.stringify(spans.map(toSpanRow));
  const traces = [...new Set(spans.map(({ traceId }) => traceId))];
  const times = spans.map(({ at }) => at);
  if (isDirect) {
    const from = new Date(Math.min(...times));
    const stored = await eventQuery("store-direct-spans", insertDirect, [
      workspaceId,
      rows,
      traces,
      from,
      spans.length,
    ]);
    if (stored.length > 0) return;
    forgetDirectIntake(workspaceId);
  }
  await ensurePartitions(times);
  await eventQuery("store-spans", insertHere, [workspaceId, rows, traces]);
}
