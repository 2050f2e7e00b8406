import { eventQuery } from "@/lib/core/db";
import type { SpanRow } from "../otlp/read-span";
import { kindNumbers } from "../schema";
import { ensurePartitions } from "./store-events";

export type StorableSpan = SpanRow & { environmentId: string };

// Sent again a span changes nothing. In one order, so that two batches with the same spans wait for each other and never both.
const insert = `with forwarded as (
    insert into forward_changes (workspace_id, kind, keys)
    select $1, 'traces', $3::text[] where exists (select from event_forwarding))
  insert into spans (at, workspace_id, environment_id, kind, duration_ms, ttft_ms, cost_usd, input_tokens,
    output_tokens, cached_tokens, trace_id, span_id, parent_id, name, service, model, session_id, user_id, error,
    interaction_id, attributes, input, output)
  select at, $1, environment_id, kind, duration_ms, ttft_ms, cost_usd, input_tokens, output_tokens, cached_tokens, trace_id,
    span_id, parent_id, name, service, model, session_id, user_id, error, interaction_id, attributes, input, output
  from json_to_recordset($2::json) as r (at timestamptz, environment_id uuid, kind smallint, duration_ms float8,
    ttft_ms float8, cost_usd float8, input_tokens int, output_tokens int, cached_tokens int, trace_id text, span_id text,
    parent_id text, name text, service text, model text, session_id text, user_id text, error text, interaction_id text,
    attributes jsonb, input json, output json)
  order by trace_id, span_id on conflict do nothing`;

/** Stores spans of one workspace, all or none of them. */
export async function storeSpans(workspaceId: string, spans: readonly StorableSpan[]): Promise<void> {
  if (spans.length === 0) return;
  await ensurePartitions(spans.map(({ at }) => at));
  const rows = spans.map((span) => ({
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
  }));
  const traces = [...new Set(spans.map(({ traceId }) => traceId))];
  await eventQuery("store-spans", insert, [workspaceId, JSON.stringify(rows), traces]);
}
