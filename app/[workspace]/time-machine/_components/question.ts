import { createLoader, parseAsIsoDateTime, parseAsString } from "nuqs/server";

/** What the address asks: prompt, environment, instant, and whom. */
export const questionParsers = {
  prompt: parseAsString.withDefault(""),
  environment: parseAsString.withDefault(""),
  at: parseAsIsoDateTime,
  user: parseAsString.withDefault(""),
};

export const loadQuestion = createLoader(questionParsers);
