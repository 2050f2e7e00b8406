import type { KeyActor } from "@/lib/auth/actor";
import { parseJsonExactly } from "@/lib/core/json-exact";
import { parseEnvelope } from "@/lib/core/validation";
import { type Recorded, recordEvents } from "@/lib/telemetry/commands/record-events";
import { eventBatch } from "@/lib/telemetry/schema";
import { parseJsonBytes } from "../body";

/**
 * Parses the body of a batch of events and stores the events. Integers that a number cannot hold become texts, as those
 * of OTLP do. Throws if the body as a whole is invalid.
 */
export async function recordBatch(actor: KeyActor, bytes: Uint8Array): Promise<Recorded> {
  const { events } = parseEnvelope(eventBatch, parseJsonBytes(bytes, parseJsonExactly));
  return recordEvents(actor, events);
}
