import { toCsv } from "@/lib/core/csv";
import type { ExportedRequest } from "./queries/requests";

/** The columns of the CSV in order, each with its value. */
const columns = {
  at: (request) => request.at,
  interaction_id: (request) => request.interactionId,
  prompt: (request) => request.prompt,
  version: (request) => request.version,
  environment: (request) => request.environment,
  reason: (request) => request.reason,
  user_id: (request) => request.userId,
  session_id: (request) => request.sessionId,
  trace_id: (request) => request.traceId,
  name: (request) => request.name,
  model: (request) => request.model,
  latency_ms: (request) => request.latencyMs,
  ttft_ms: (request) => request.ttftMs,
  input_tokens: (request) => request.inputTokens,
  output_tokens: (request) => request.outputTokens,
  cost_usd: (request) => request.costUsd,
  error: (request) => request.error,
  completed: (request) => request.completed,
  refused: (request) => request.refused,
  violation: (request) => request.violation,
  thumbs: (request) => request.feedback?.thumbs,
  stars: (request) => request.feedback?.stars,
  comment: (request) => request.feedback?.comment,
  score: (request) => request.score,
  labels: (request) => request.labels.join(", "),
  attributes: (request) => JSON.stringify(request.attributes),
  input: (request) => textOf(request.input),
  output: (request) => textOf(request.output),
  kind: (request) => request.kind,
  parent_id: (request) => request.parentId,
  cached_tokens: (request) => request.cachedTokens,
  edited: (request) => request.feedback?.edited,
  regenerated: (request) => request.feedback?.regenerated,
  notes: (request) => request.notes,
  content_mark: (request) => request.contentMark,
  priced_usd: (request) => request.pricedUsd,
} satisfies Record<string, (request: ExportedRequest) => unknown>;

const textOf = (value: unknown) => (typeof value === "string" || value === null ? value : JSON.stringify(value));

const row = (cells: readonly unknown[]) => toCsv([cells]);

/** The header line of a CSV export. */
export const requestCsvHead = row(Object.keys(columns));

/** Formats requests as CSV lines (RFC 4180), safe to open in a spreadsheet. Pure. */
export function toRequestCsv(requests: readonly ExportedRequest[]): string {
  return requests.map((request) => row(Object.values(columns).map((read) => read(request)))).join("");
}

/** Formats requests as JSON lines. Pure. */
export function toRequestJsonLines(requests: readonly ExportedRequest[]): string {
  return requests.map((request) => `${JSON.stringify(request)}\n`).join("");
}
