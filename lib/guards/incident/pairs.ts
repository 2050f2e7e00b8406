import { inputWords } from "@/lib/telemetry/input-words";

type ScoredAnswer = {
  interactionId: string;
  at: string;
  input: string | null;
  output: string | null;
  explanation: string;
};
export type PairedAnswer = { interactionId: string; at: string; input: string; output: string; explanation: string };

/** An answer of each version. `isSame` means both answer the same question. */
export type AnswerPair = { before: PairedAnswer | null; now: PairedAnswer; isSame: boolean };

const shown = 5;

const toAnswer = ({ interactionId, at, input, output, explanation }: ScoredAnswer): PairedAnswer[] =>
  input === null || output === null ? [] : [{ interactionId, at, input: inputWords(input), output, explanation }];

/**
 * Pairs answers of the released version, one for each question, with one of the previous version: its answer to the
 * same question, else its first. Pairs with the same question come first. Pure.
 */
export function pairAnswers(now: readonly ScoredAnswer[], earlier: readonly ScoredAnswer[]): AnswerPair[] {
  const answers = earlier.flatMap(toAnswer);
  const questions = new Set<string>();
  const pairs = now.flatMap(toAnswer).flatMap((one): AnswerPair[] => {
    if (questions.has(one.input)) return [];
    questions.add(one.input);
    const same = answers.find(({ input }) => input === one.input) ?? null;
    return [{ before: same ?? answers[0] ?? null, now: one, isSame: same !== null }];
  });
  return pairs.toSorted((a, b) => Number(b.isSame) - Number(a.isSame)).slice(0, shown);
}
