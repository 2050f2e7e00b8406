import { type Content, isPlaceholder, type Message, type Placeholder } from "@/lib/template/content";
import { messageLines } from "@/lib/template/message-text";
import { type ListMerge, lineUp, mergeList, type Slot } from "./merge-list";
import { mergeCalls, mergeContent } from "./merge-parts";
import { inside, type MergePath, type MergeRecord, type Three, type ThreeSides } from "./merge-record";
import { changedBy, isSame, mergeValue } from "./merge-value";
import { messageLikeness } from "./message-diff";

type MessageOrPlaceholder = Message | Placeholder;
type MessagesAndExamples = Pick<Content, "type" | "messages">;

const place: MergePath = { id: "messages", pointer: "/messages", label: "Messages" };

/**
 * Merges the type and the messages. If merging them one by one could give an invalid content (a text prompt with two
 * messages, a chat with none), all messages together are one conflict.
 */
export function mergeMessages(record: MergeRecord, sides: Three<Content>): MessagesAndExamples {
  const { base, ours, theirs } = sides;
  const types = { base: base.type, ours: ours.type, theirs: theirs.type };
  const isTextPrompt = Object.values(types).every((type) => type === "text");
  const rules = messageRules(isTextPrompt);
  const lists = { base: base.messages, ours: ours.messages, theirs: theirs.messages };
  const side = changedBy(types);
  const type = types[side === "theirs" ? "theirs" : "ours"];
  if (!replacesWholeMessage(type, lists, lineUp(lists, rules))) return chooseWhole(record, sides);
  mergeValue(record, { id: "type", pointer: "/type", label: "Type" }, types);
  return { type, messages: mergeList(record, lists, rules) };
}

/** Whether the messages are valid for every possible resolution of the conflicts in them. */
function replacesWholeMessage(
  type: Content["type"],
  lists: Three<MessageOrPlaceholder[]>,
  slots: readonly Slot[],
): boolean {
  const sure = slots.filter(
    ({ base, ours, theirs }) => (ours !== null && theirs !== null) || (base === null && (ours ?? theirs) !== null),
  );
  if (type === "chat") return sure.length > 0;
  const contested = slots.some(({ base, ours, theirs }) => {
    const [before, known] = [lists.base[base ?? -1], lists.ours[ours ?? -1] ?? lists.theirs[theirs ?? -1]];
    return (ours === null) !== (theirs === null) && before && known && !isSame(before, known);
  });
  const [only] = sure;
  const entry = lists.ours[only?.ours ?? -1] ?? lists.theirs[only?.theirs ?? -1];
  return sure.length === 1 && !contested && entry !== undefined && !isPlaceholder(entry);
}

function chooseWhole(record: MergeRecord, { base, ours, theirs }: Three<Content>): MessagesAndExamples {
  const show = ({ type, messages }: MessagesAndExamples) =>
    messages.map((entry) => (type === "text" ? "" : `${nameOf(entry)}\n`) + showEntry(entry)).join("\n\n");
  const choice = record.choose({
    ...place,
    kind: "value",
    base: show(base),
    ours: show(ours),
    theirs: show(theirs),
    line: null,
  });
  if (choice && "take" in choice && choice.take !== "both") {
    const { type, messages } = choice.take === "ours" ? ours : theirs;
    return { type, messages };
  }
  return { type: "chat", messages: [...ours.messages, ...without(theirs.messages, ours.messages)] };
}

/** The entries that are not in `known`. Duplicates are counted. */
function without(
  entries: readonly MessageOrPlaceholder[],
  known: readonly MessageOrPlaceholder[],
): MessageOrPlaceholder[] {
  const left = [...known];
  return entries.filter((entry) => {
    const at = left.findIndex((other) => isSame(other, entry));
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

const nameOf = (entry: MessageOrPlaceholder) =>
  isPlaceholder(entry) ? `placeholder ${entry.placeholder}` : entry.role;
const showEntry = (entry: MessageOrPlaceholder) =>
  isPlaceholder(entry) ? `{ ${entry.placeholder}${entry.optional ? ", optional" : ""} }` : messageLines(entry);
const isOneText = (entry: MessageOrPlaceholder) =>
  isPlaceholder(entry) || (typeof entry.content === "string" && !entry.tool_calls && !entry.tool_call_id);

function messageRules(isTextPrompt: boolean): ListMerge<MessageOrPlaceholder> {
  return {
    place,
    key: (entry) => (isPlaceholder(entry) ? `placeholder ${entry.placeholder}` : isTextPrompt ? "text" : null),
    likeness: messageLikeness(),
    label: (entry, index) => (isTextPrompt ? "Text" : `Message ${index + 1} (${nameOf(entry)})`),
    show: showEntry,
    // A displayed line may represent a part or a tool call, so only a plain text can be replaced by a custom text.
    write: (entry, content) => (isPlaceholder(entry) || !isOneText(entry) ? entry : { ...entry, content }),
    merge: mergeEntry,
    order: `${place.label}: order`,
  };
}

/** Placeholders match by name, so that all three entries are of the same kind. */
const mergeEntry = (
  record: MergeRecord,
  at: MergePath,
  three: ThreeSides<MessageOrPlaceholder>,
): MessageOrPlaceholder =>
  isPlaceholder(three.ours)
    ? mergePlaceholder(record, at, three as ThreeSides<Placeholder>)
    : mergeMessage(record, at, three as ThreeSides<Message>);

function mergeMessage(record: MergeRecord, at: MergePath, { base, ours, theirs }: ThreeSides<Message>): Message {
  const role = mergeValue(record, inside(at, "role", "role"), {
    base: base?.role,
    ours: ours.role,
    theirs: theirs.role,
  });
  const name = mergeValue(record, inside(at, "name", "name"), {
    base: base?.name,
    ours: ours.name,
    theirs: theirs.name,
  });
  const contents = { base: base?.content, ours: ours.content, theirs: theirs.content };
  const content = mergeContent(record, inside(at, "content"), contents);
  const calls = mergeCalls(record, at, { base, ours, theirs });
  return { role, content, ...(name !== undefined && { name }), ...calls };
}

function mergePlaceholder(
  record: MergeRecord,
  at: MergePath,
  { base, ours, theirs }: ThreeSides<Placeholder>,
): Placeholder {
  const optional = mergeValue(record, inside(at, "optional", "optional"), {
    base: base?.optional,
    ours: ours.optional,
    theirs: theirs.optional,
  });
  return { placeholder: ours.placeholder, ...(optional !== undefined && { optional }) };
}
