import type { UserActor } from "@/lib/auth/actor";
import { listScoredAnswers, type ScoredAnswerView } from "@/lib/evaluation/online/queries/scored-answers";
import type { Incident } from "@/lib/guards/queries/incident";
import { inputWords } from "@/lib/telemetry/input-words";

export type PairedAnswer = { interactionId: string; at: string; input: string; output: string; explanation: string };

/** An answer of each version. `isSame` means both answer the same question. */
export type AnswerPair = { before: PairedAnswer | null; now: PairedAnswer; isSame: boolean };

const shown = 5;

const toAnswer = ({ interactionId, at, input, output, explanation }: ScoredAnswerView): PairedAnswer[] =>
  input === null || output === null ? [] : [{ interactionId, at, input: inputWords(input), output, explanation }];

/**
 * Loads the worst answers of the released version, each with the previous version's answer to the same question, if
 * there is one.
 */
export async function loadPairs(actor: UserActor, incident: Incident): Promise<AnswerPair[]> {
  const { prompt: name, environment, metric, release } = incident;
  const before = metric?.baseline?.version ?? release.fromVersion;
  if (!metric) return [];
  const query = { name, environment, metric: metric.metric };
  const [now, earlier] = await Promise.all([
    listScoredAnswers(actor, { ...query, version: release.toVersion, order: "worst", limit: 40 }),
    before === null
      ? { items: [] }
      : listScoredAnswers(actor, { ...query, version: before, order: "newest", isFailed: false, limit: 100 }),
  ]);
  const answers = earlier.items.flatMap(toAnswer);
  const questions = new Set<string>();
  const pairs = now.items.flatMap(toAnswer).flatMap((one): AnswerPair[] => {
    if (questions.has(one.input)) return [];
    questions.add(one.input);
    const same = answers.find(({ input }) => input === one.input) ?? null;
    return [{ before: same ?? answers[0] ?? null, now: one, isSame: same !== null }];
  });
  return pairs.toSorted((a, b) => Number(b.isSame) - Number(a.isSame)).slice(0, shown);
}
