import { changeAnswerWords } from "./answer-words-changes";
import { evaluationAnswerWords } from "./answer-words-evaluation";
import { experimentAnswerWords } from "./answer-words-experiments";
import { promptAnswerWords } from "./answer-words-prompts";
import { requestAnswerWords } from "./answer-words-requests";

export const allAnswerWords = [
  requestAnswerWords,
  promptAnswerWords,
  experimentAnswerWords,
  evaluationAnswerWords,
  changeAnswerWords,
];

/**
 * Descriptions of fields that have none in their own schema, by the end of their path: `feedback.at` is the
 * field `at` of an object `feedback`. The longest end that fits counts.
 */
export const answerWords: Readonly<Record<string, string>> = Object.assign({}, ...allAnswerWords);
