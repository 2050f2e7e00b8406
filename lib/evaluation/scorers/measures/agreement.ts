import { readJson } from "../json-answer";
import { clip, wholePercent } from "../wording";
import type { Finding } from "./finding";
import { readNumber } from "./numeric";
import { similarityOf } from "./similarity";
import { normalise } from "./text";

const compared = { measure: "auto", ignoreCase: true } as const;
const label = { trim: true, ignoreCase: true, collapseWhitespace: true } as const;
/** The maximum number of words compared per answer. The limit is low because all pairs are compared. */
const maxWords = 2_000;

/** The leaves of a JSON value as "path=value", at most 20,000. */
function leavesOf(value: unknown): Set<string> {
  const leaves = new Set<string>();
  const visit = (one: unknown, path: string) => {
    if (leaves.size >= 20_000) return;
    if (typeof one === "object" && one !== null && Object.keys(one).length > 0)
      for (const [key, entry] of Object.entries(one)) visit(entry, `${path}/${key}`);
    else leaves.add(`${path}=${JSON.stringify(one)}`);
  };
  visit(value, "");
  return leaves;
}

/** The share of leaves that two JSON values have in common (Jaccard). */
function sharedLeaves(one: Set<string>, other: Set<string>): number {
  let both = 0;
  for (const leaf of one) if (other.has(leaf)) both += 1;
  return both / (one.size + other.size - both);
}

/** Returns the label for comparison. "It is 12." and "12.0" are equal, because a single number counts as the label. */
function labelOf(text: string): string {
  const plain = normalise(text, label).replace(/[.!]$/, "");
  const number = /^[-−\d.,%\s]+$/.test(plain) ? readNumber(plain, "last") : null;
  return number ? `${number.value}${number.isPercent ? "%" : ""}` : plain;
}

/** The mean of `alike` over all pairs. */
function meanOfPairs<T>(all: readonly T[], alike: (one: T, other: T) => number): number {
  let sum = 0;
  let pairs = 0;
  for (const [index, one] of all.entries())
    for (const other of all.slice(index + 1)) {
      sum += alike(one, other);
      pairs += 1;
    }
  return sum / pairs;
}

/** The most frequent answer and its count. */
function mostGiven(labels: readonly string[]): { count: number; label: string } {
  const counts = new Map<string, number>();
  for (const one of labels) counts.set(one, (counts.get(one) ?? 0) + 1);
  const [label, count] = [...counts].toSorted(([, one], [, other]) => other - one)[0] ?? ["", 0];
  return { count, label };
}

/** The agreement between the answers to one case: the mean over all pairs. */
export function measureAgreement(mode: "similar" | "exact", outputs: readonly string[]): Finding {
  const of = `${outputs.length} answers`;
  if (outputs.length < 2) return { skipped: "Agreement needs a case to be asked at least twice. Raise the repeats." };
  const labels = outputs.map(labelOf);
  const { count, label } = mostGiven(labels);
  if (count === outputs.length) return { value: 1, explanation: `All ${of} say the same.` };
  if (mode === "exact") {
    const value = meanOfPairs(labels, (one, other) => (one === other ? 1 : 0));
    const most = count > 1 ? `${count} of ${of} say “${clip(label, 40)}”` : `No two of ${of} are the same`;
    return { value, explanation: `${most}: ${wholePercent(value)} of all pairs agree.` };
  }
  const read = outputs.map((output) => readJson(output));
  if (read.every((one) => one.ok && typeof one.value === "object" && one.value !== null)) {
    const leaves = read.map((one) => leavesOf(one.ok ? one.value : null));
    const value = meanOfPairs(leaves, sharedLeaves);
    return { value, explanation: `The ${of} share ${wholePercent(value)} of their JSON values, pair by pair.` };
  }
  const value = meanOfPairs(outputs, (one, other) => similarityOf(compared, one, other, maxWords).value);
  return { value, explanation: `The ${of} are ${wholePercent(value)} alike, pair by pair.` };
}
