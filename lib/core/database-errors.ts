import { AppError, isAppError } from "./errors";

// Prisma's codes for "no connection" and "timed out", and Node's codes for sockets.
const unavailableCodes = new Set([
  "P1000",
  "P1001",
  "P1002",
  "P1003",
  "P1008",
  "P1010",
  "P1017",
  "P2024",
  "P2028",
  "P2037",
  "ECONNREFUSED",
  "ECONNRESET",
  "ETIMEDOUT",
  "EPIPE",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);
// SQLSTATE: connection (08), insufficient resources (53), shutdown and recovery (57P0x), login refused (28), missing
// database (3D000), read-only (25006), cancelled by a timeout (57014, 55P03), disk error (58030).
const unavailableStates = /^(08|53|28)[\dA-Z]{3}$|^57P0\d$|^(25006|3D000|57014|55P03|58030)$/;
const unavailableMessages =
  /connection terminated|is not queryable|timeout expired|timeout exceeded when trying to connect|connection (is )?closed|can't reach database|cannot use a pool after|unable to start a transaction|query read timeout|server (has )?closed the connection|ECONNREFUSED/i;
const conflictCodes = new Set(["40001", "40P01", "P2034"]);

function codesOf(error: unknown, depth = 0): string[] {
  if (typeof error !== "object" || error === null || depth > 4) return [];
  const { code, cause, originalCode, driverAdapterError } = error as Record<string, unknown>;
  const meta = (error as { meta?: { driverAdapterError?: unknown } }).meta?.driverAdapterError;
  const own = [code, originalCode].filter((value): value is string => typeof value === "string");
  return [...own, ...codesOf(cause, depth + 1), ...codesOf(driverAdapterError ?? meta, depth + 1)];
}

const isUnavailableCode = (code: string) => unavailableCodes.has(code) || unavailableStates.test(code);

/** Whether the database was unreachable, read-only or too slow. False if it rejected the statement. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (isAppError(error)) return error.code === "database_unavailable";
  if (codesOf(error).some(isUnavailableCode)) return true;
  return error instanceof Error && unavailableMessages.test(error.message);
}

/** Returns the SQLSTATE, or else the driver's code, of an unavailable database. Null if there is only a message. */
export function unavailableCodeOf(error: unknown): string | null {
  const codes = codesOf(error).filter(isUnavailableCode);
  return codes.find((code) => unavailableStates.test(code)) ?? codes[0] ?? null;
}

/** Whether the database aborted the transaction because of a concurrent one. A retry may succeed. */
export function isWriteConflict(error: unknown): boolean {
  return codesOf(error).some((code) => conflictCodes.has(code));
}

/** Whether a unique constraint rejected the write. */
export function isUniqueViolation(error: unknown): boolean {
  const codes = codesOf(error);
  return codes.includes("P2002") || codes.includes("23505");
}

/** Whether the database rejected a value (SQLSTATE classes 22 and 23). A retry fails again. */
export function isRefusedValue(error: unknown): boolean {
  return codesOf(error).some((code) => /^2[23][\dA-Z]{3}$/.test(code));
}

/** Returns the SQLSTATE of a rejected value, and the message without the value: it may be a text of a user. */
export function describeRefusedValue(error: Error): { sqlState: string | undefined; message: string } {
  const sqlState = codesOf(error).find((code) => /^2[23][\dA-Z]{3}$/.test(code));
  const [message = ""] = error.message.replace(/: ".*/s, "").trim().split("\n").slice(-1);
  return { sqlState, message: message.slice(0, 500) };
}

/** Whether a stored row cannot be read or used: a value of the wrong form (class 22), or a damaged page or index. */
export function isUnreadableRow(error: unknown): boolean {
  return codesOf(error).some((code) => /^22[\dA-Z]{3}$|^XX00[12]$/.test(code));
}

// SQLSTATE: cardinality (21), values (22), constraints (23), functions (38, 39), checks of views (44), limits (54),
// what a trigger raises (P0), internal errors and damaged pages (XX).
const rowStates = /^(21|22|23|38|39|44|54|P0|XX)[\dA-Z]{3}$/;

/** Whether a statement failed because of its rows, or may have. With other rows it may succeed. */
export function isFaultOfRows(error: unknown): boolean {
  return codesOf(error).some((code) => rowStates.test(code));
}

/** Whether the database ended the statement because it took too long. With fewer rows it may be quick enough. */
export function isTooSlow(error: unknown): boolean {
  return codesOf(error).includes("57014");
}

/** Whether an interactive transaction reached its time limit, or did not begin within its time. */
export function isTransactionOver(error: unknown): boolean {
  return codesOf(error).includes("P2028");
}

/** The digest by which the error page detects the cause. Next.js passes only the digest of an error to the browser. */
export const databaseUnavailableDigest = "database_unavailable";

const sentences: Readonly<Record<string, string>> = {
  "25006": "The database is read-only at the moment.",
  "53100": "The database's disk is full.",
  "53300": "The database has no free connection.",
  P2037: "The database has no free connection.",
  P2034: "The same data was changed at the same time.",
  "40001": "The same data was changed at the same time.",
  "40P01": "The same data was changed at the same time.",
};

/** Returns a 503 with Retry-After. `cause` is the driver's error. Its text is not sent to the client. */
export function databaseUnavailable(cause?: unknown): AppError {
  if (isAppError(cause)) return cause;
  const why = codesOf(cause).find((code) => Object.hasOwn(sentences, code));
  const sentence = (why && sentences[why]) ?? "The database is not available.";
  const error = new AppError("database_unavailable", `${sentence} Try again in a second.`, {
    headers: { "retry-after": "1" },
    cause,
  });
  return Object.assign(error, { digest: databaseUnavailableDigest });
}
