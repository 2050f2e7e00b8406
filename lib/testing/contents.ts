import fc from "fast-check";
import { type Content, isPlaceholder } from "@/lib/template/content";

const line = fc.oneof(
  fc.constantFrom(
    "",
    "Be kind.",
    "Answer in {{ language }}.",
    "Never promise a refund.",
    "Sign as Fern.",
    "- list",
    "é🎭",
  ),
  fc.stringMatching(/^[a-z]{1,6}( [a-z]{1,6}){0,4}$/),
);
const text = fc.array(line, { minLength: 1, maxLength: 8 }).map((lines) => lines.join("\n"));
const role = fc.constantFrom("system" as const, "user" as const, "assistant" as const);
const part = fc.oneof(
  { weight: 2, arbitrary: text.map((words) => ({ type: "text" as const, text: words })) },
  text.map((words) => ({ type: "text" as const, text: words, cache_control: { type: "ephemeral" as const } })),
  fc.constantFrom("a", "b").map((name) => ({ type: "image" as const, url: `https://example.com/${name}.png` })),
);
const message = fc.record(
  {
    role,
    content: fc.oneof({ weight: 5, arbitrary: text }, fc.array(part, { minLength: 1, maxLength: 3 })),
    name: fc.constantFrom("fern", "ana"),
  },
  { requiredKeys: ["role", "content"] },
);
const json = fc.oneof(fc.constantFrom(0, 0.2, 1, "a", true, null), fc.array(fc.nat(3), { maxLength: 2 }));
const fields = fc.dictionary(fc.constantFrom("temperature", "top_p", "stop", "toString", "a/b~c"), json, {
  maxKeys: 3,
});
const nested = fc.dictionary(fc.constantFrom("type", "properties", "required"), fc.oneof(json, fields), { maxKeys: 3 });

const variable = fc
  .tuple(
    fc.constantFrom("language", "topic", "name", "count"),
    fc.constantFrom(["string", "x"], ["string", "y"], ["number", 3], ["number", undefined], ["boolean", true]),
    fc.boolean(),
    fc.option(text, { nil: undefined }),
  )
  .map(([name, [type, value], required, description]) => ({
    name,
    type: type as "string" | "number" | "boolean",
    required,
    ...(value !== undefined && { default: value }),
    ...(description !== undefined && { description }),
  }));

const byName = { selector: ({ name }: { name: string }) => name };
const lists = {
  examples: fc.array(fc.record({ input: text, output: text }), { maxLength: 3 }),
  model: fc.record(
    { provider: fc.constantFrom("openai", "anthropic"), name: fc.constantFrom("small", "large"), parameters: fields },
    { requiredKeys: ["provider", "name"] },
  ),
  variables: fc.uniqueArray(variable, { maxLength: 4, ...byName }),
  responseSchema: nested,
  tools: fc.array(
    fc.tuple(fc.constantFrom("find", "send"), nested).map(([name, more]) => ({ ...more, name })),
    {
      maxLength: 2,
    },
  ),
  snippets: fc.uniqueArray(
    fc.record({ name: fc.constantFrom("shared/tone", "shared/sign"), version: fc.nat(3).map((n) => n + 1) }),
    {
      maxLength: 2,
      ...byName,
    },
  ),
};

const chatMessages = fc
  .tuple(fc.array(message, { minLength: 1, maxLength: 5 }), fc.option(fc.nat(5), { nil: undefined }))
  .map(([messages, at]): Content["messages"] =>
    at === undefined ? messages : messages.toSpliced(at, 0, { placeholder: "history" } as never),
  );
const own = fc.record(lists, { requiredKeys: [] });

/** A content as people write it. */
export const usualContent: fc.Arbitrary<Content> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(chatMessages, own).map(([messages, more]) => ({ type: "chat" as const, messages, ...more })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(message, own, text)
      .map(([one, more, words]) => ({ type: "text" as const, messages: [{ ...one, content: words }], ...more })),
  },
) as fc.Arbitrary<Content>;

type Edit = (content: Content) => Content;
const at = (index: number, length: number) => (length === 0 ? 0 : index % length);

/** One edit of a text: a line is changed, added or removed. */
const lineEdit = fc.tuple(fc.nat(20), fc.nat(20), fc.constantFrom("change", "add", "remove"), line).map(
  ([which, where, how, words]): Edit =>
    (content) => {
      const index = at(which, content.messages.length);
      const entry = content.messages[index];
      if (!entry || isPlaceholder(entry) || typeof entry.content !== "string") return content;
      const lines = entry.content.split("\n");
      const place = at(where, lines.length);
      const next = lines.toSpliced(place, how === "add" ? 0 : 1, ...(how === "remove" ? [] : [words]));
      return { ...content, messages: content.messages.with(index, { ...entry, content: next.join("\n") }) };
    },
);

const messageEdit = fc.tuple(fc.nat(20), fc.nat(20), fc.constantFrom("add", "remove", "move", "role"), message).map(
  ([from, to, how, added]): Edit =>
    (content) => {
      const { messages, type } = content;
      const index = at(from, messages.length);
      const entry = messages[index];
      if (!entry) return content;
      if (how === "role" && !isPlaceholder(entry))
        return { ...content, messages: messages.with(index, { ...entry, role: added.role }) };
      if (type === "text") return content;
      if (how === "add") return { ...content, messages: messages.toSpliced(index, 0, added) };
      const without = messages.toSpliced(index, 1);
      if (how === "remove") return without.length === 0 ? content : { ...content, messages: without };
      return { ...content, messages: without.toSpliced(at(to, messages.length), 0, entry) };
    },
);

const fieldEdit = own.map(
  (more): Edit =>
    (content) => ({ ...content, ...more }),
);

const typeEdit = fc.constant<Edit>((content) => {
  const spoken = content.messages.filter((entry) => !isPlaceholder(entry));
  if (content.type === "text") return { ...content, type: "chat" };
  return spoken.length === 0 ? content : { ...content, type: "text", messages: spoken.slice(0, 1) };
});

/** Up to five edits of a content by one person. */
const anyEdits: fc.Arbitrary<Edit> = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: lineEdit },
      { weight: 3, arbitrary: messageEdit },
      { weight: 2, arbitrary: fieldEdit },
      { weight: 1, arbitrary: typeEdit },
    ),
    { maxLength: 5 },
  )
  .map((edits) => (content) => edits.reduce((edited, edit) => edit(edited), content));

/** A content, and the versions of two people who edited it. */
export const anyFork: fc.Arbitrary<{ base: Content; ours: Content; theirs: Content }> = fc
  .tuple(usualContent, anyEdits, anyEdits)
  .map(([base, ours, theirs]) => ({ base, ours: ours(base), theirs: theirs(base) }));
