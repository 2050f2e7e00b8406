import type { KeyActor } from "@/lib/auth/actor";
import { AppError, type ErrorCode, type FieldError, isAppError } from "@/lib/core/errors";
import type { Recorded } from "@/lib/telemetry/commands/record-events";

/** What the thread of events is told. */
export type ToThread =
  | { type: "batch"; id: number; actor: KeyActor; bytes: Uint8Array }
  /** Environments of a workspace were changed in this process. */
  | { type: "environments"; workspaceId: string }
  | { type: "stop" };

type Fault = { code?: ErrorCode; message: string; errors?: FieldError[]; headers?: Record<string, string> };

/** What it answers to a batch. */
export type FromThread = { id: number; recorded: Recorded } | { id: number; fault: Fault };

/** An error as it goes from thread to thread. */
export function toFault(error: unknown): Fault {
  if (!isAppError(error)) return { message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  const { code, message, errors, headers } = error;
  return { code, message, ...(errors && { errors }), ...(headers && { headers }) };
}

/** The error again. */
export function fromFault({ code, message, ...more }: Fault): Error {
  return code ? new AppError(code, message, more) : new Error(message);
}
