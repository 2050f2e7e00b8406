import { inputWords } from "@/lib/telemetry/input-words";
import { cluster, likeness, middleOf } from "./cluster";
import { toVectors, wordsOf } from "./terms";

/** A live answer that a person or a scorer rejected. */
export type RejectedAnswer = {
  interactionId: string;
  at: string;
  version: number;
  /** The metrics that it failed. */
  metrics: readonly string[];
  comment: string | null;
  /** The explanations of scorers. */
  explanation: string;
  /** The beginning of its texts; null if not sent or no longer stored. */
  input: string | null;
  output: string | null;
};

type RejectionExample = Omit<RejectedAnswer, "metrics">;
type Count<Name extends string, Value> = Record<Name, Value> & { count: number };

/** Rejected answers that share words. */
export type RejectionGroup = {
  /** The words that distinguish it from the other groups, strongest first. Empty for the remaining answers. */
  words: string[];
  size: number;
  /** The share of all rejected answers that were read. */
  share: number;
  metrics: Count<"metric", string>[];
  versions: Count<"version", number>[];
  /** The most typical first. */
  examples: RejectionExample[];
  /** Newest first, at most 100. */
  interactionIds: string[];
};

/** Fewer answers than this are not grouped. */
export const fewestToGroup = 6;
const [examplesOfGroup, mostIds, leastOfGroup, mostWords, textLength] = [3, 100, 3, 3, 600];
/** An answer with a lower similarity to its group belongs to the remaining answers. */
const leastLikeness = 0.1;

const signOf = (metric: string) => `\0${metric}`;

function documentOf({ comment, explanation, input, output, metrics }: RejectedAnswer) {
  return {
    texts: [
      { text: comment ?? "", weight: 3 },
      { text: explanation, weight: 2 },
      // The question shows the topic rather than the cause, so it has less weight.
      { text: inputWords(input ?? ""), weight: 0.5 },
      { text: inputWords(output ?? ""), weight: 0.5 },
    ].map(({ text, weight }) => ({ text: text.slice(0, textLength), weight })),
    signs: metrics.map(signOf),
  };
}

function countBy<Value>(values: readonly Value[]): [Value, number][] {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a);
}

/**
 * Sorts examples with different words first, because three different ones are more informative than three equal ones.
 */
function distinct(answers: readonly RejectedAnswer[]): RejectedAnswer[] {
  const seen = new Set<string>();
  const isNew = ({ comment, explanation, input }: RejectedAnswer) => {
    const text = JSON.stringify([comment, explanation, input]);
    return !seen.has(text) && seen.add(text);
  };
  const first = answers.filter(isNew);
  const rest = answers.filter((answer) => !first.includes(answer));
  return [...first, ...rest];
}

/** Sorts the words by their order in the most typical answer. */
function inOrder(words: readonly string[], typical: RejectedAnswer | undefined): string[] {
  const typicalWords = wordsOf(`${typical?.comment ?? ""} ${typical?.explanation ?? ""}`);
  const placeOf = (word: string) => (typicalWords.includes(word) ? typicalWords.indexOf(word) : typicalWords.length);
  return words.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** A group of members, most typical first. `all` are newest first. */
function toGroup(members: readonly RejectedAnswer[], all: readonly RejectedAnswer[], words: string[]): RejectionGroup {
  const ids = new Set(members.map(({ interactionId }) => interactionId));
  const newest = all.filter(({ interactionId }) => ids.has(interactionId));
  return {
    words,
    size: members.length,
    share: members.length / all.length,
    metrics: countBy(members.flatMap(({ metrics }) => metrics)).map(([metric, count]) => ({ metric, count })),
    versions: countBy(members.map(({ version }) => version)).map(([version, count]) => ({ version, count })),
    examples: distinct(members)
      .slice(0, examplesOfGroup)
      .map(({ interactionId, at, version, comment, explanation, input, output }) => ({
        interactionId,
        at,
        version,
        comment,
        explanation,
        input,
        output,
      })),
    interactionIds: newest.slice(0, mostIds).map(({ interactionId }) => interactionId),
  };
}

/**
 * Groups rejected answers (newest first) by their words, the largest group first and the remaining answers last. Pure.
 */
export function groupRejections(answers: readonly RejectedAnswer[]): RejectionGroup[] {
  if (answers.length < fewestToGroup) return answers.length > 0 ? [toGroup(answers, answers, [])] : [];
  const vectors = toVectors(answers.map(documentOf));
  const { of, middles } = cluster(vectors);
  const isSilent = (row: number) => vectors.rows[row]?.every(([term]) => vectors.terms[term]?.startsWith("\0")) ?? true;
  const whole = middleOf(vectors.rows, vectors.terms.length);
  const rest: number[] = [];
  const groups = middles.flatMap((middle, at) => {
    const members = answers
      .flatMap((answer, row) =>
        of[row] === at ? [{ answer, row, like: likeness(vectors.rows[row] ?? [], middle) }] : [],
      )
      .toSorted((a, b) => b.like - a.like || a.row - b.row);
    // A group without distinctive words shows no cause.
    const typical = members.filter(({ like, row }) => like >= leastLikeness && !isSilent(row));
    const kept = typical.length >= leastOfGroup ? typical : [];
    rest.push(...members.filter((member) => !kept.includes(member)).map(({ row }) => row));
    if (kept.length === 0) return [];
    // A single group is described by its frequent words, several groups by the words that the others do not have.
    const over = (term: number) => (middle[term] ?? 0) - (middles.length > 1 ? (whole[term] ?? 0) : 0);
    const words = vectors.terms
      .map((word, term) => ({ word, weight: over(term) }))
      .filter(({ word, weight }) => weight > 0 && !word.startsWith("\0"))
      .toSorted((a, b) => b.weight - a.weight)
      .slice(0, mostWords)
      .map(({ word }) => word);
    return [
      toGroup(
        kept.map(({ answer }) => answer),
        answers,
        inOrder(words, kept[0]?.answer),
      ),
    ];
  });
  const others = rest.toSorted((a, b) => a - b).flatMap((row) => answers[row] ?? []);
  return [...groups.toSorted((a, b) => b.size - a.size), ...(others.length > 0 ? [toGroup(others, answers, [])] : [])];
}
