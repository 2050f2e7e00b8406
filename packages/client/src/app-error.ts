import type { ErrorCode, FieldError, AppError as ServerError } from "@/lib/core/errors";

/** Replaces the server's AppError in the published client: the same class without its HTTP status. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly errors?: FieldError[];

  constructor(
    readonly code: ErrorCode,
    message: string,
    { errors, cause }: { errors?: FieldError[]; cause?: unknown } = {},
  ) {
    super(message, { cause });
    if (errors) this.errors = errors;
  }
}

/** Whether `error` is an AppError, from any copy of the module. */
export const isAppError = (error: unknown): error is ServerError => error instanceof Error && error.name === "AppError";
