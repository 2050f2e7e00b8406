import type { Rejection } from "@/lib/telemetry/schema";
import { countOf, type Fields, fieldsOf, fitting, latencyOf, textOf } from "./fields";

/** One item of a batch from Langfuse's SDK. */
export type IngestionItem = {
  id: string;
  type: string;
  timestamp?: string | undefined;
  body?: Fields | null | undefined;
};

/** The events to record, and the index in the batch of each. */
export type ReadIngestion = { events: object[]; places: number[] };

const isGeneration = ({ type }: IngestionItem) => type === "generation-create" || type === "generation-update";
const isTrace = ({ type }: IngestionItem) => type === "trace-create";

/**
 * Converts the generations of a batch that name a prompt to interactions. All items about one generation or trace are
 * combined. Other items are ignored. Pure.
 */
export function readIngestion(items: readonly IngestionItem[], environment: string | undefined): ReadIngestion {
  const generations = new Map<string, { body: Fields; place: number }>();
  const traces = new Map<string, Fields>();
  for (const [place, item] of items.entries()) {
    const body = item.body ?? {};
    const id = textOf(body.id);
    if (id === null) continue;
    if (isTrace(item)) traces.set(id, { ...traces.get(id), ...present(body) });
    if (!isGeneration(item)) continue;
    const before = generations.get(id);
    const timed = body.startTime ?? before?.body.startTime ?? item.timestamp;
    generations.set(id, {
      body: { ...before?.body, ...present(body), startTime: timed },
      place: before?.place ?? place,
    });
  }
  const events: object[] = [];
  const places: number[] = [];
  for (const [id, { body, place }] of generations) {
    if (textOf(body.promptName) === null || countOf(body.promptVersion) === null) continue;
    events.push(toInteraction(id, body, traces.get(textOf(body.traceId) ?? "") ?? {}, environment));
    places.push(place);
  }
  return { events, places };
}

const present = (body: Fields): Fields =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null && value !== undefined));

function toInteraction(id: string, body: Fields, trace: Fields, environment: string | undefined): object {
  const usage = { ...fieldsOf(body.usage), ...fieldsOf(body.usageDetails) };
  const cost = fieldsOf(body.costDetails).total ?? fieldsOf(body.usage).totalCost;
  return {
    type: "interaction",
    id: `langfuse:${id}`,
    interactionId: id,
    prompt: body.promptName,
    version: body.promptVersion,
    ...(environment && { environment }),
    at: textOf(body.startTime),
    latencyMs: latencyOf(body.startTime, body.endTime),
    ttftMs: latencyOf(body.startTime, body.completionStartTime),
    inputTokens: countOf(usage.input ?? usage.promptTokens),
    outputTokens: countOf(usage.output ?? usage.completionTokens),
    cachedTokens: countOf(usage.cache_read_input_tokens ?? usage.input_cached_tokens),
    costUsd: typeof cost === "number" && cost >= 0 ? cost : null,
    model: textOf(body.model),
    name: textOf(body.name),
    error: body.level === "ERROR" ? (textOf(body.statusMessage, 2_000) ?? "error") : null,
    userId: textOf(trace.userId),
    sessionId: textOf(trace.sessionId),
    traceId: textOf(body.traceId),
    parentId: textOf(body.parentObservationId),
    input: fitting(body.input),
    output: fitting(body.output),
  };
}

/** The status of a rejection, by its code. */
const statusOf = (code: Rejection["code"]) =>
  code === "unknown_reference" ? 404 : code === "environment_not_allowed" ? 403 : 422;

/**
 * The response in Langfuse's format: 201 for stored items, 200 for accepted items that are not stored, and an error per
 * rejected item. A generation that was already stored is not an error. Pure.
 */
export function ingestionAnswer(
  items: readonly IngestionItem[],
  places: readonly number[],
  rejected: readonly Rejection[],
) {
  const refused = new Map(
    rejected.flatMap(({ index, code, message }) =>
      code === "duplicate_conflict" ? [] : [[places[index], { status: statusOf(code), message, error: code }] as const],
    ),
  );
  const stored = new Set(places);
  return {
    successes: items.flatMap(({ id }, place) =>
      refused.has(place) ? [] : [{ id, status: stored.has(place) ? 201 : 200 }],
    ),
    errors: items.flatMap(({ id }, place) => {
      const error = refused.get(place);
      return error ? [{ id, ...error }] : [];
    }),
  };
}
