import type { KeyActor } from "@/lib/auth/actor";
import { parseEnvelope } from "@/lib/core/validation";
import { type Recorded, recordEvents } from "@/lib/telemetry/commands/record-events";
import { eventBatch } from "@/lib/telemetry/schema";
import { parseJsonBytes } from "../body";

/** Reads the body of a batch of events and stores what is in it. Throws what is wrong with the whole. */
export async function recordBatch(actor: KeyActor, bytes: Uint8Array): Promise<Recorded> {
  const { events } = parseEnvelope(eventBatch, parseJsonBytes(bytes));
  return recordEvents(actor, events);
}
