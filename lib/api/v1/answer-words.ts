import { experimentAnswerWords } from "./answer-words-experiments";
import { promptAnswerWords } from "./answer-words-prompts";
import { requestAnswerWords } from "./answer-words-requests";

/**
 * Descriptions of fields of answers that have none in their own schema, by the end of their path: `feedback.at` is the
 * field `at` of an object `feedback`. The longest end that fits counts.
 */
export const answerWords: Readonly<Record<string, string>> = Object.assign(
  {},
  requestAnswerWords,
  promptAnswerWords,
  experimentAnswerWords,
);
