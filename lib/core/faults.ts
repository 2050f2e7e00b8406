import { AppError, type ErrorCode, type FieldError, isAppError } from "./errors";

/** An error in a form that can be sent between threads. */
export type Fault = { code?: ErrorCode; message: string; errors?: FieldError[]; headers?: Record<string, string> };

/** Converts an error for another thread. */
export function toFault(error: unknown): Fault {
  if (!isAppError(error)) return { message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  const { code, message, errors, headers } = error;
  return { code, message, ...(errors && { errors }), ...(headers && { headers }) };
}

/** Restores the error in the receiving thread. */
export function fromFault({ code, message, ...more }: Fault): Error {
  return code ? new AppError(code, message, more) : new Error(message);
}
