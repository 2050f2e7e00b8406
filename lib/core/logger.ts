import { pino } from "pino";
import { describeRefusedValue, isDatabaseUnavailable, isRefusedValue, unavailableCodeOf } from "./database-errors";
import { env } from "./env";
import { singleton } from "./singleton";
import { nameSources } from "./source-positions";

function framesOf(error: Error): string {
  const lines = error.stack?.split("\n") ?? [];
  return nameSources(lines.filter((line) => /^ +at /.test(line)).join("\n"));
}

/** Returns an error as it is logged: without values of rows and calls, which may be texts of users. */
export function describeError(error: unknown): object {
  // An outage affects every request and job, so its cause is one short field without a stack.
  if (isDatabaseUnavailable(error))
    return { type: "database_unavailable", sqlState: unavailableCodeOf(error) ?? undefined };
  if (!(error instanceof Error)) return pino.stdSerializers.err(error as Error);
  const { name: type, message } = error;
  // PostgreSQL quotes the value or the whole row, and Prisma the data of the call.
  if (isRefusedValue(error)) return { type, ...describeRefusedValue(error), stack: framesOf(error) };
  if (type === "PrismaClientValidationError")
    return { type, message: message.split("\n\n").at(-1), stack: framesOf(error) };
  const described = pino.stdSerializers.err(error);
  described.stack = nameSources(described.stack);
  return described;
}

/** Logs JSON lines to stdout, without secrets. */
export const logger = () =>
  singleton("logger", () =>
    pino({
      level: env().LOG_LEVEL,
      base: undefined,
      serializers: { err: describeError },
      redact: {
        paths: [
          "password",
          "key",
          "token",
          "secret",
          "authorization",
          "*.password",
          "*.key",
          "*.token",
          "*.authorization",
        ],
        censor: "[redacted]",
      },
    }),
  );
