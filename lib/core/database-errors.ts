import { AppError, isAppError } from "./errors";

const unavailableCodes = new Set([
  "P1001",
  "P1002",
  "P1008",
  "P1017",
  "P2024",
  "P2028", // Prisma: no connection, timed out
  "ECONNREFUSED",
  "ECONNRESET",
  "ETIMEDOUT",
  "EPIPE",
  "ENOTFOUND",
  "EAI_AGAIN",
  "57P01",
  "57P02",
  "57P03",
  "57014",
  "55P03",
  "53300",
  "53400",
  "08000",
  "08001",
  "08003",
  "08004",
  "08006", // PostgreSQL
]);
const unavailableMessages =
  /connection terminated|timeout expired|timeout exceeded when trying to connect|connection (is )?closed|can't reach database|cannot use a pool after|unable to start a transaction|query read timeout|server (has )?closed the connection|ECONNREFUSED/i;

function codesOf(error: unknown, depth = 0): string[] {
  if (typeof error !== "object" || error === null || depth > 4) return [];
  const { code, cause, originalCode, driverAdapterError } = error as Record<string, unknown>;
  const meta = (error as { meta?: { driverAdapterError?: unknown } }).meta?.driverAdapterError;
  const own = [code, originalCode].filter((value): value is string => typeof value === "string");
  return [...own, ...codesOf(cause, depth + 1), ...codesOf(driverAdapterError ?? meta, depth + 1)];
}

/** Whether the database could not be reached or did not answer in time (as opposed to refusing the statement). */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (isAppError(error)) return error.code === "database_unavailable";
  if (codesOf(error).some((code) => unavailableCodes.has(code))) return true;
  return error instanceof Error && unavailableMessages.test(error.message);
}

/** Whether a unique constraint refused the write. */
export function isUniqueViolation(error: unknown): boolean {
  const codes = codesOf(error);
  return codes.includes("P2002") || codes.includes("23505");
}

/** Whether the database refused what it was given (SQLSTATE classes 22 and 23): the same again is refused again. */
export function isRefusedValue(error: unknown): boolean {
  return codesOf(error).some((code) => /^2[23][\dA-Z]{3}$/.test(code));
}

export function databaseUnavailable(cause?: unknown): AppError {
  return new AppError("database_unavailable", "The database is away. Try again in a second.", {
    headers: { "retry-after": "1" },
    cause,
  });
}
