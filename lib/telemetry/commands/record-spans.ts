import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { databaseTime } from "@/lib/core/db";
import type { ContentPolicy } from "../content-policy";
import type { OtelSpan } from "../otlp/decode";
import type { ReadSpan } from "../otlp/read-span";
import { mostReasons, readSpans } from "../otlp/read-spans";
import { findDirectIntake } from "../queries/direct-intake";
import { findSpanEnvironments } from "../queries/references";
import { eventLimits } from "../schema";
import { inSlices } from "../slices";
import { startPolicies } from "./keep-by-policy";
import { recordEvents } from "./record-events";
import { type StorableSpan, storeSpans } from "./store-spans";

/** The number of spans stored now or before, the number rejected, and the reasons. */
export type RecordedSpans = { accepted: number; rejected: number; reasons: string[] };

const batch = 500;

const fits = (value: unknown) => value === null || Buffer.byteLength(JSON.stringify(value)) <= eventLimits.contentBytes;

/** Converts a span to an interaction. Returns null if it names no prompt or is not a model call. */
function toInteraction({ row, prompt: { prompt, version } }: ReadSpan, environment: string): object | null {
  if (prompt === null || version === null || row.kind !== "llm") return null;
  const { at, traceId, spanId, parentId, name, durationMs, interactionId, input, output, attributes, ...rest } = row;
  const { service: _, ...fields } = rest;
  return {
    ...fields,
    type: "interaction",
    id: `otlp:${traceId}:${spanId}`,
    interactionId: interactionId ?? `${traceId}:${spanId}`,
    prompt,
    version,
    environment,
    at: new Date(at).toISOString(),
    traceId,
    parentId,
    name,
    latencyMs: durationMs,
    attributes,
    ...(fits(input) && { input }),
    ...(fits(output) && { output }),
  };
}

/**
 * Stores OpenTelemetry spans. Repeated spans are stored once. A span that names a prompt and version is also recorded
 * as an interaction. Throws 413 `batch_too_large`, 503 `database_unavailable`.
 */
export async function recordSpans(actor: Actor, spans: readonly OtelSpan[]): Promise<RecordedSpans> {
  authorize(actor, "event:write");
  const now = (await databaseTime()).getTime();
  const { read, reasons, ...refused } = await readSpans(spans, now);
  let { rejected } = refused;
  const reject = (message: string) => {
    rejected++;
    if (reasons.length < mostReasons && !reasons.includes(message)) reasons.push(message);
  };
  const environments = await findSpanEnvironments(actor, new Set(read.map(({ prompt }) => prompt.environment)));
  const storable: StorableSpan[] = [];
  const policies: (ContentPolicy | null)[] = [];
  const interactions: object[] = [];
  for (const span of read) {
    const { environment: name } = span.prompt;
    const environment = environments.get(name);
    if (!environment) {
      reject(
        name === null
          ? "This key has several environments. Set deployment.environment.name on the resource."
          : `There is no environment "${name}" that this key may use.`,
      );
      continue;
    }
    const interaction = toInteraction(span, environment.name);
    if (interaction) interactions.push(interaction);
    const interactionId = span.row.interactionId ?? (interaction ? `${span.row.traceId}:${span.row.spanId}` : null);
    storable.push({ ...span.row, interactionId, environmentId: environment.id });
    policies.push(environment.policy);
  }
  const apply = startPolicies(actor.workspaceId);
  await inSlices(policies, (policy, index) => {
    const span = storable[index];
    if (policy && span) storable[index] = apply(policy, span, { key: span.traceId, at: span.at, now }).contents;
  });
  const isDirect = storable.length > 0 && (await findDirectIntake(actor.workspaceId)) !== null;
  for (let from = 0; from < storable.length; from += batch)
    await storeSpans(actor.workspaceId, storable.slice(from, from + batch), { isDirect });
  for (let from = 0; from < interactions.length; from += eventLimits.items) {
    // A span with an unknown prompt is stored as a span only.
    const recorded = await recordEvents(actor, interactions.slice(from, from + eventLimits.items));
    for (const { code, message } of recorded.rejected)
      if (code !== "duplicate_conflict" && reasons.length < mostReasons)
        reasons.push(`Kept as a span only: ${message}`);
  }
  return { accepted: storable.length, rejected, reasons };
}
