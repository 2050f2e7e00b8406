import { AppError, type ErrorCode, type FieldError, isAppError } from "./errors";

/** An error in a form that can be sent from thread to thread. */
export type Fault = { code?: ErrorCode; message: string; errors?: FieldError[]; headers?: Record<string, string> };

/** An error as it is sent to another thread. */
export function toFault(error: unknown): Fault {
  if (!isAppError(error)) return { message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  const { code, message, errors, headers } = error;
  return { code, message, ...(errors && { errors }), ...(headers && { headers }) };
}

/** The error again, in the thread that received it. */
export function fromFault({ code, message, ...more }: Fault): Error {
  return code ? new AppError(code, message, more) : new Error(message);
}
