import { instantParam, pageParams, textParam } from "@/lib/core/address-params";

/** The query in the address: prompt, environment, instant and user. */
export const questionParsers = {
  prompt: textParam(""),
  environment: textParam(""),
  at: instantParam(),
  user: textParam(""),
};

export const loadQuestion = pageParams(questionParsers);
