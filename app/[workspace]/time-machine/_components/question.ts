import { createLoader, parseAsIsoDateTime, parseAsString } from "nuqs/server";

/** The query in the address: prompt, environment, instant and user. */
export const questionParsers = {
  prompt: parseAsString.withDefault(""),
  environment: parseAsString.withDefault(""),
  at: parseAsIsoDateTime,
  user: parseAsString.withDefault(""),
};

export const loadQuestion = createLoader(questionParsers);
