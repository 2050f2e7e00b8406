import { AppError } from "@/lib/core/errors";
import { writeAnswer, writeSettings } from "@/lib/template/requests/answer";
import { formats } from "@/lib/template/requests/formats";

/**
 * The server's writers of providers' requests. A separate file, which is loaded with the first `format` that needs it.
 */
export const requestWriter = {
  writeAnswer: ((content, format, entries) => {
    if (formats.includes(format)) return writeAnswer(content, format, entries);
    throw new AppError("invalid_request", `There is no format "${format}". Formats: ${formats.join(", ")}.`);
  }) satisfies typeof writeAnswer as typeof writeAnswer,
  writeSettings,
};
