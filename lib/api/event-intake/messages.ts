import type { KeyActor } from "@/lib/auth/actor";
import type { Fault } from "@/lib/core/faults";
import type { Recorded } from "@/lib/telemetry/commands/record-events";
import type { RecordedSpans } from "@/lib/telemetry/commands/record-spans";
import type { EncodedBody } from "../encoded-body";

/** Messages to the event thread. */
export type ToThread =
  | { type: "batch"; id: number; actor: KeyActor; bytes: Uint8Array }
  | { type: "spans"; id: number; actor: KeyActor; bytes: Uint8Array; format: EncodedBody["type"] }
  /** Environments of a workspace were changed in this process. */
  | { type: "environments"; workspaceId: string }
  | { type: "stop" };

/** A batch to store. */
export type Batch = Exclude<ToThread, { type: "environments" | "stop" }>;

/** The response to a batch. */
export type FromThread = { id: number; recorded: Recorded | RecordedSpans } | { id: number; fault: Fault };
