import serialize from "canonicalize";
import { isPlaceholder, type Message, type Placeholder } from "@/lib/template/content";
import { messageLines } from "@/lib/template/message-text";
import { align, countWords, type Pair, similarity, type WordCounts } from "./align";
import { diffText, type TextDiffRow } from "./text-diff";

type MessageOrPlaceholder = Message | Placeholder;
type MarkedPair = Pair & { isMoved?: boolean };

/** One side of a message: its index from 0, and its role or the name of the placeholder. */
export type MessageSide = {
  index: number;
  role: Message["role"] | null;
  name: string | null;
  placeholder: string | null;
};

/**
 * The comparison of one message. `moved`: the same text at another position. Images, files and tool calls have one line
 * each; placeholders have none.
 */
export type MessageDiff = {
  status: "same" | "changed" | "added" | "removed" | "moved";
  before: MessageSide | null;
  after: MessageSide | null;
  lines: TextDiffRow[];
  added: number;
  removed: number;
};

/** Matches the messages by role and likeness, in order, and compares each pair. */
export function diffMessages(
  before: readonly MessageOrPlaceholder[],
  after: readonly MessageOrPlaceholder[],
): MessageDiff[] {
  const likeness = messageLikeness();
  const pairs = align(before.length, after.length, (left, right) => {
    const [one, other] = [before[left], after[right]];
    return one && other ? likeness(one, other) : 0;
  });
  return joinMoved(pairs, before, after).map((pair) => compare(pair, before, after));
}

/** Returns a function for the likeness of two entries. It counts the words of each entry only once. */
export function messageLikeness(): (one: MessageOrPlaceholder, other: MessageOrPlaceholder) => number {
  const counted = new Map<MessageOrPlaceholder, WordCounts>();
  const wordsOf = (entry: MessageOrPlaceholder) => {
    const count = counted.get(entry) ?? countWords(isPlaceholder(entry) ? "" : messageLines(entry));
    counted.set(entry, count);
    return count;
  };
  return (one, other) => score(one, other, similarity(wordsOf(one), wordsOf(other)));
}

/**
 * Above 0 if two entries may be the same message: the same role with any text, or another role with a very similar
 * text.
 */
function score(one: MessageOrPlaceholder, other: MessageOrPlaceholder, likeness: number): number {
  if (isPlaceholder(one) || isPlaceholder(other))
    return isPlaceholder(one) && isPlaceholder(other) && one.placeholder === other.placeholder ? 1.1 : 0;
  if (one.role === other.role) return 0.1 + likeness;
  return likeness > 0.5 ? likeness / 2 : 0;
}

/** Combines a removed and an added entry that are equal into one moved entry, at its new position. */
function joinMoved(
  pairs: readonly Pair[],
  before: readonly MessageOrPlaceholder[],
  after: readonly MessageOrPlaceholder[],
): MarkedPair[] {
  const gone = new Map<string, number[]>();
  for (const { before: left, after: right } of pairs) {
    const entry = left === null ? undefined : before[left];
    if (right === null && left !== null && entry) {
      const key = identity(entry);
      gone.set(key, [...(gone.get(key) ?? []), left]);
    }
  }
  const moved = new Set<number>();
  const joined = pairs.map((pair): MarkedPair => {
    const entry = pair.after === null ? undefined : after[pair.after];
    if (pair.before !== null || !entry) return pair;
    const from = gone.get(identity(entry))?.shift();
    if (from === undefined) return pair;
    moved.add(from);
    return { before: from, after: pair.after, isMoved: true };
  });
  return joined.filter(({ before: left, after: right }) => right !== null || left === null || !moved.has(left));
}

function identity(entry: MessageOrPlaceholder): string {
  if (isPlaceholder(entry)) return JSON.stringify([entry.placeholder, entry.optional ?? false]);
  const { role, name = null, content, tool_calls = null, tool_call_id = null } = entry;
  return serialize([role, name, content, tool_calls, tool_call_id]) ?? "";
}

function compare(
  pair: MarkedPair,
  before: readonly MessageOrPlaceholder[],
  after: readonly MessageOrPlaceholder[],
): MessageDiff {
  const left = pair.before === null ? undefined : before[pair.before];
  const right = pair.after === null ? undefined : after[pair.after];
  const text = (entry: MessageOrPlaceholder | undefined) =>
    !entry || isPlaceholder(entry) ? null : messageLines(entry);
  return {
    status: statusOf(pair, left, right),
    before: sideOf(left, pair.before),
    after: sideOf(right, pair.after),
    ...diffText(text(left), text(right)),
  };
}

function statusOf(
  { isMoved }: MarkedPair,
  left: MessageOrPlaceholder | undefined,
  right: MessageOrPlaceholder | undefined,
): MessageDiff["status"] {
  if (!left) return "added";
  if (!right) return "removed";
  if (isMoved) return "moved";
  return identity(left) === identity(right) ? "same" : "changed";
}

function sideOf(entry: MessageOrPlaceholder | undefined, index: number | null): MessageSide | null {
  if (!entry || index === null) return null;
  if (isPlaceholder(entry)) return { index, role: null, name: null, placeholder: entry.placeholder };
  return { index, role: entry.role, name: entry.name ?? null, placeholder: null };
}
