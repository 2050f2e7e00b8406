import type { Message, MessageContent, Part, TextPart, ToolCall } from "@/lib/template/content";
import { contentLines, partLine } from "@/lib/template/message-text";
import { countWords, similarity } from "./align";
import { type ListMerge, mergeList } from "./merge-list";
import { inside, type MergePath, type MergeRecord, type Three, type ThreeSides } from "./merge-record";
import { mergeText } from "./merge-text";
import { changedBy, mergeValue } from "./merge-value";

/** Merges the content of a message: line by line if both sides have one text, part by part if both changed parts. */
export function mergeContent(record: MergeRecord, place: MergePath, three: ThreeSides<MessageContent>): MessageContent {
  const { base, ours, theirs } = three;
  if (typeof ours === "string" && typeof theirs === "string" && (base === undefined || typeof base === "string"))
    return mergeText(record, place, { base, ours, theirs });
  if (changedBy(three) !== "both") return mergeValue(record, place, three, showContent);
  const lists = { base: base === undefined ? [] : toParts(base), ours: toParts(ours), theirs: toParts(theirs) };
  return mergeList(record, lists, partRules(place));
}

const showContent = (content: MessageContent | undefined) => (content === undefined ? null : contentLines(content));
const toParts = (content: MessageContent): Part[] =>
  typeof content === "string" ? [{ type: "text", text: content }] : content;

function partRules(place: MergePath): ListMerge<Part> {
  return {
    place,
    key: () => null,
    likeness: (one, other) => {
      if (one.type !== other.type) return 0;
      if (one.type !== "text" || other.type !== "text") return partLine(one) === partLine(other) ? 2 : 0.2;
      return 0.1 + similarity(countWords(one.text), countWords(other.text));
    },
    label: ({ type }, index) => `${place.label}: part ${index + 1} (${type})`,
    show: partLine,
    merge: mergePart,
    order: `${place.label}: order`,
  };
}

/** Merges a part. All three have the same type, because parts of different types are never matched. */
function mergePart(record: MergeRecord, place: MergePath, three: ThreeSides<Part>): Part {
  if (three.ours.type !== "text")
    return mergeValue(record, place, three, (part) => (part === undefined ? null : partLine(part)));
  const { base, ours, theirs } = three as ThreeSides<TextPart>;
  const text = mergeText(record, place, { base: base?.text, ours: ours.text, theirs: theirs.text });
  const marker = mergeValue(record, inside(place, "cache_control", "cache marker"), {
    base: base?.cache_control,
    ours: ours.cache_control,
    theirs: theirs.cache_control,
  });
  return { type: "text", text, ...(marker && { cache_control: marker }) };
}

/** Merges the tool calls of an assistant message and the call id of a tool message, each as one value. */
export function mergeCalls(
  record: MergeRecord,
  place: MergePath,
  { base, ours, theirs }: Three<Message | undefined>,
): Pick<Message, "tool_calls" | "tool_call_id"> {
  const calls = mergeValue<ToolCall[] | undefined>(record, inside(place, "tool_calls", "tool calls"), {
    base: base?.tool_calls,
    ours: ours?.tool_calls,
    theirs: theirs?.tool_calls,
  });
  const answered = mergeValue(record, inside(place, "tool_call_id", "answered call"), {
    base: base?.tool_call_id,
    ours: ours?.tool_call_id,
    theirs: theirs?.tool_call_id,
  });
  return { ...(calls && { tool_calls: calls }), ...(answered !== undefined && { tool_call_id: answered }) };
}
