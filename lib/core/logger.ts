import { pino } from "pino";
import { isDatabaseUnavailable, unavailableCodeOf } from "./database-errors";
import { env } from "./env";
import { singleton } from "./singleton";

// An outage meets every request and job: its cause is one short field, not a stack for each.
const describeError = (error: unknown) =>
  isDatabaseUnavailable(error)
    ? { type: "database_unavailable", sqlState: unavailableCodeOf(error) ?? undefined }
    : pino.stdSerializers.err(error as Error);

/** JSON lines on stdout; secrets never reach them. */
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
