import type { KeyActor } from "@/lib/auth/actor";
import { singleton } from "@/lib/core/singleton";
import type { Recorded } from "@/lib/telemetry/commands/record-events";
import type { RecordedSpans } from "@/lib/telemetry/commands/record-spans";
import type { EncodedBody } from "../encoded-body";
import { recordBatch } from "./record-batch";
import { recordSpanBatch } from "./record-span-batch";

/** Reads and stores batches of events and spans outside the thread that answers requests. */
export type EventThread = {
  take: (actor: KeyActor, bytes: Uint8Array) => Promise<Recorded>;
  takeSpans: (actor: KeyActor, body: EncodedBody) => Promise<RecordedSpans>;
  /** Finishes the accepted batches, then stops. */
  stop: () => Promise<void>;
  counts: () => { waiting: number; waitingBytes: number; restarts: number };
};

/** The event thread of this process, if there is one. `server.ts` starts it. */
export const eventThread = () => singleton("event-thread", () => ({ current: null as EventThread | null }));

/** The numbers of events and batches since the process started, by result. */
export const intakeCounts = () =>
  singleton("intake-counts", () => ({ accepted: 0, duplicates: 0, rejected: 0, batchesStored: 0, batchesRefused: 0 }));

/** Stores a batch of events, in the event thread if there is one. Resolves after the commit. */
export async function takeEventBatch(actor: KeyActor, bytes: Uint8Array): Promise<Recorded> {
  const { current } = eventThread();
  const counts = intakeCounts();
  try {
    const recorded = await (current ? current.take(actor, bytes) : recordBatch(actor, bytes));
    counts.batchesStored++;
    counts.accepted += recorded.accepted;
    counts.duplicates += recorded.duplicates;
    counts.rejected += recorded.rejected.length;
    return recorded;
  } catch (error) {
    counts.batchesRefused++;
    throw error;
  }
}

/** Stores a batch of spans, in the event thread if there is one. Resolves after the commit. */
export function takeSpanBatch(actor: KeyActor, body: EncodedBody): Promise<RecordedSpans> {
  const { current } = eventThread();
  return current ? current.takeSpans(actor, body) : recordSpanBatch(actor, body);
}
