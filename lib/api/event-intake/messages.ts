import type { KeyActor } from "@/lib/auth/actor";
import type { Fault } from "@/lib/core/faults";
import type { Recorded } from "@/lib/telemetry/commands/record-events";

/** Messages to the event thread. */
export type ToThread =
  | { type: "batch"; id: number; actor: KeyActor; bytes: Uint8Array }
  /** Environments of a workspace were changed in this process. */
  | { type: "environments"; workspaceId: string }
  | { type: "stop" };

/** What it answers to a batch. */
export type FromThread = { id: number; recorded: Recorded } | { id: number; fault: Fault };
