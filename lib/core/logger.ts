import { pino } from "pino";
import { isDatabaseUnavailable, unavailableCodeOf } from "./database-errors";
import { env } from "./env";
import { singleton } from "./singleton";

// An outage affects every request and job, so its cause is logged as one short field without a stack.
const describeError = (error: unknown) =>
  isDatabaseUnavailable(error)
    ? { type: "database_unavailable", sqlState: unavailableCodeOf(error) ?? undefined }
    : pino.stdSerializers.err(error as Error);

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
