import { databaseUnavailable, isDatabaseUnavailable } from "@/lib/core/database-errors";
import { AppError, type ErrorCode, errorStatus, type FieldError, isAppError, oauthErrors } from "@/lib/core/errors";
import { logger } from "@/lib/core/logger";
import type { Outgoing } from "./exchange";
import { problemTitles } from "./titles";

/** An error as it is answered: RFC 9457 with a stable `code`. */
type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: ErrorCode;
  requestId: string;
  errors?: FieldError[];
  /** The code once more, and the detail, under the names that OAuth gives them. */
  error?: string;
  error_description?: string;
};

/** What of the request an error names. `instance` is the path without its query. */
export type ProblemContext = { requestId: string; instance: string };

/** Where a code is explained: an anchor of the API page of this very server. */
const problemType = (code: ErrorCode) => `/api/v1/docs#${code}`;

/** Any thrown value as an expected failure; what is not known becomes 500 `internal_error` without a word of it. */
export function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (isDatabaseUnavailable(error)) return databaseUnavailable(error);
  return new AppError("internal_error", "Something went wrong on our side. The request id finds it in the log.", {
    cause: error,
  });
}

/** The problem and the headers that go with it. Pure. */
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

/** The same, and the log gets what was not expected, under the request's id. */
function toLoggedError(error: unknown, context: ProblemContext): AppError {
  const known = toAppError(error);
  if (known.code === "internal_error") logger().error({ err: known.cause ?? known, ...context }, "request failed");
  return known;
}

/** Answers a thrown value as a problem document, and writes what was not expected into the log. */
export function problemAnswer(error: unknown, context: ProblemContext, extra: Record<string, string> = {}): Outgoing {
  const { problem, headers } = toProblem(toLoggedError(error, context), context);
  const usual = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-request-id": context.requestId,
  };
  return { status: problem.status, headers: { ...usual, ...extra, ...headers }, body: JSON.stringify(problem) };
}

/** The same for a person who follows a link: the sentence alone, and the request's id where the log says more. */
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
