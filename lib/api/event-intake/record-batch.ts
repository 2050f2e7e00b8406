import type { KeyActor } from "@/lib/auth/actor";
import { parseEnvelope } from "@/lib/core/validation";
import { type Recorded, recordEvents } from "@/lib/telemetry/commands/record-events";
import { eventBatch } from "@/lib/telemetry/schema";
import { parseJsonBytes } from "../body";

/** Parses the body of a batch of events and stores the events. Throws if the body as a whole is invalid. */
export async function recordBatch(actor: KeyActor, bytes: Uint8Array): Promise<Recorded> {
  const { events } = parseEnvelope(eventBatch, parseJsonBytes(bytes));
  return recordEvents(actor, events);
}
