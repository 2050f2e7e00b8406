import { createLoader, parseAsIsoDateTime, parseAsString } from "nuqs/server";

/** What the address asks: prompt, environment, instant. */
export const questionParsers = {
  prompt: parseAsString.withDefault(""),
  environment: parseAsString.withDefault(""),
  at: parseAsIsoDateTime,
};

export const loadQuestion = createLoader(questionParsers);
