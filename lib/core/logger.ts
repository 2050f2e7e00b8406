import { pino } from "pino";
import { env } from "./env";
import { singleton } from "./singleton";

/** JSON lines on stdout; secrets never reach them. */
export const logger = () =>
  singleton("logger", () =>
    pino({
      level: env().LOG_LEVEL,
      base: undefined,
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
