import { databaseUnavailable, isDatabaseUnavailable } from "@/lib/core/database-errors";
import { AppError, type ErrorCode, errorStatus, type FieldError, isAppError, oauthErrors } from "@/lib/core/errors";
import { logger } from "@/lib/core/logger";
import { writeMessage } from "@/lib/telemetry/otlp/protobuf";
import type { Outgoing } from "./exchange";
import { problemTitles } from "./titles";

/** An error in responses: RFC 9457 with a stable `code`. */
type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: ErrorCode;
  requestId: string;
  errors?: FieldError[];
  /** The code and the detail again, under OAuth's names. */
  error?: string;
  error_description?: string;
};

/** The properties of the request in an error. `instance` is the path without its query. */
export type ProblemContext = { requestId: string; instance: string };

/** The URL that explains a code: an anchor of this server's API page. */
const problemType = (code: ErrorCode) => `/api/v1/docs#${code}`;

/** Converts any thrown value to an AppError. An unknown error becomes 500 `internal_error` without details. */
export function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (isDatabaseUnavailable(error)) return databaseUnavailable(error);
  return new AppError("internal_error", "Something went wrong on our side. The request id finds it in the log.", {
    cause: error,
  });
}

/** The problem document and its headers. Pure. */
export function toProblem(error: AppError, { requestId, instance }: ProblemContext) {
  const { code } = error;
  const status = errorStatus[code];
  const isOauth = oauthErrors.has(code);
  const problem: Problem = {
    type: problemType(code),
    title: problemTitles[code],
    status,
    detail: error.message,
    instance,
    code,
    requestId,
    ...(error.errors && { errors: error.errors }),
    ...(isOauth && { error: code, error_description: error.message }),
  };
  const type = isOauth ? "application/json" : "application/problem+json";
  const headers: Record<string, string> = { "content-type": type, ...error.headers };
  if (status === 401) headers["www-authenticate"] = 'Bearer realm="understudy"';
  if (status === 503) headers["retry-after"] ??= "1";
  return { problem, headers };
}

/** Converts a thrown value like `toAppError`, and logs unexpected errors under the request's id. */
function toLoggedError(error: unknown, context: ProblemContext): AppError {
  const appError = toAppError(error);
  if (appError.code === "internal_error")
    logger().error({ err: appError.cause ?? appError, ...context }, "request failed");
  return appError;
}

/** Returns a thrown value as a problem document, and logs unexpected errors. */
export function problemAnswer(error: unknown, context: ProblemContext, extra: Record<string, string> = {}): Outgoing {
  const { problem, headers } = toProblem(toLoggedError(error, context), context);
  const usual = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-request-id": context.requestId,
  };
  return { status: problem.status, headers: { ...usual, ...extra, ...headers }, body: JSON.stringify(problem) };
}

/** gRPC's codes of HTTP's, as OpenTelemetry's exporters know them. Others are 3, INVALID_ARGUMENT. */
const grpcCodes: Record<number, number> = { 401: 16, 403: 7, 404: 5, 429: 8, 500: 13, 503: 14 };

/**
 * Returns a thrown value for a sender of protobuf: a google.rpc.Status, as OTLP asks. Exporters log its message and
 * cannot read a problem document.
 */
export function statusAnswer(error: unknown, context: ProblemContext, extra: Record<string, string> = {}): Outgoing {
  const { status, headers } = problemAnswer(error, context, extra);
  const { code, message } = toAppError(error);
  const body = writeMessage([
    [1, grpcCodes[status] ?? 3],
    [2, `${code}: ${message}`],
  ]);
  return { status, headers: { ...headers, "content-type": "application/x-protobuf" }, body };
}

/**
 * Returns a thrown value for a person who follows a link: only the sentence, and the request's id for unexpected
 * errors.
 */
export function sentenceAnswer(error: unknown, context: ProblemContext): Outgoing {
  const { code, message, headers } = toLoggedError(error, context);
  const usual = {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-request-id": context.requestId,
  };
  const body = code === "internal_error" ? `${message}\nRequest id: ${context.requestId}` : message;
  return { status: errorStatus[code], headers: { ...usual, ...headers }, body };
}
