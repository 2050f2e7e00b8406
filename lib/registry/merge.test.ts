import { describe, expect, it } from "vitest";
import { type Content, isPlaceholder, type Message } from "@/lib/template/content";
import { plainText } from "@/lib/template/message-text";
import { type MergeChoices, type MergeConflict, mergeContents, resolveMerge } from "./merge";
import { contentInput } from "./schema";

const system = (content: string): Message => ({ role: "system", content });
const user = (content: string): Message => ({ role: "user", content });
const chat = (messages: Content["messages"], more: Partial<Content> = {}): Content => ({
  type: "chat",
  messages,
  ...more,
});
const say = (...lines: string[]) => chat([system(lines.join("\n"))]);
const texts = ({ messages }: Content) =>
  messages.map((entry) => (isPlaceholder(entry) ? entry.placeholder : entry.content));

const merge = (base: Content, ours: Content, theirs: Content) => mergeContents(base, ours, theirs);
const all = (conflicts: readonly MergeConflict[], take: "ours" | "theirs" | "both"): MergeChoices =>
  Object.fromEntries(conflicts.map(({ id }) => [id, { take }]));

const linesOf = (content: Content): string[] => [
  ...content.messages.flatMap((entry) => (isPlaceholder(entry) ? [] : plainText(entry.content).split("\n"))),
  ...(content.examples ?? []).flatMap(({ input, output }) => [
    ...plainText(input).split("\n"),
    ...plainText(output).split("\n"),
  ]),
];
describe("a merge", () => {
  it("combines changes of different lines of one message", () => {
    const { content, conflicts, taken } = merge(
      say("Be kind.", "Answer in English.", "Sign as Fern."),
      say("Be kind and short.", "Answer in English.", "Sign as Fern."),
      say("Be kind.", "Answer in English.", "Sign as Fern.", "Never promise a refund."),
    );
    expect(content).toEqual(
      say("Be kind and short.", "Answer in English.", "Sign as Fern.", "Never promise a refund."),
    );
    expect(conflicts).toEqual([]);
    expect(taken.map(({ side, before, after }) => [side, before, after])).toEqual([
      ["ours", "Be kind.", "Be kind and short."],
      ["theirs", null, "Never promise a refund."],
    ]);
  });

  it("combines changes of neighbouring lines, but not additions at the same place", () => {
    const base = say("one", "two");
    expect(merge(base, say("ONE", "two"), say("one", "TWO"))).toMatchObject({
      content: say("ONE", "TWO"),
      conflicts: [],
    });
    expect(merge(base, say("one", "mine", "two"), say("one", "yours", "two"))).toMatchObject({
      content: say("one", "mine", "yours", "two"),
      conflicts: [{ kind: "text", base: null, ours: "mine", theirs: "yours" }],
    });
  });

  it("adds a line next to one that the other side changed slightly", () => {
    expect(
      merge(say("a", "Sign as Fern."), say("a", "Sign as Fern, kindly."), say("a", "Sign as Fern.", "No emoji.")),
    ).toMatchObject({
      content: say("a", "Sign as Fern, kindly.", "No emoji."),
      conflicts: [],
    });
    expect(merge(say("a", "b"), say("a", "wholly new words"), say("a", "b", "No emoji.")).conflicts).toHaveLength(1);
  });

  it("keeps both sides of a line that both changed, ours first, until the conflict is settled", () => {
    const result = merge(say("Hello.", "Be kind."), say("Hello.", "Be warm."), say("Hello.", "Be brief."));
    expect(result.content).toEqual(say("Hello.", "Be warm.", "Be brief."));
    expect(result.conflicts).toEqual([
      {
        id: "messages/b0/content/1",
        pointer: "/messages/0/content",
        label: "Message 1 (system)",
        kind: "text",
        base: "Be kind.",
        ours: "Be warm.",
        theirs: "Be brief.",
        line: { ours: 2, theirs: 2 },
      },
    ]);
    const settle = (choice: MergeChoices[string]) => texts(resolveMerge(result, { "messages/b0/content/1": choice }));
    expect(settle({ take: "ours" })).toEqual(["Hello.\nBe warm."]);
    expect(settle({ take: "theirs" })).toEqual(["Hello.\nBe brief."]);
    expect(settle({ take: "both" })).toEqual(["Hello.\nBe warm.\nBe brief."]);
    expect(settle({ text: "Be warm and brief." })).toEqual(["Hello.\nBe warm and brief."]);
    expect(settle({ text: "" })).toEqual(["Hello."]);
  });

  it("reports a conflict if one side deleted what the other changed, and keeps it until settled", () => {
    const base = chat([system("Be kind."), user("{{ question }}")]);
    const result = merge(base, chat([user("{{ question }}")]), chat([system("Be brief."), user("{{ question }}")]));
    expect(texts(result.content)).toEqual(["Be brief.", "{{ question }}"]);
    expect(result.conflicts).toMatchObject([{ kind: "text", base: "Be kind.", ours: null, theirs: "Be brief." }]);
    expect(texts(resolveMerge(result, all(result.conflicts, "ours")))).toEqual(["{{ question }}"]);
    const line = merge(say("a", "b", "c"), say("a", "c"), say("a", "B", "c"));
    expect(line.conflicts).toMatchObject([{ base: "b", ours: null, theirs: "B" }]);
    expect(line.content).toEqual(say("a", "B", "c"));
  });

  it("combines a move of a message with a change of the other side", () => {
    const [first, second, third] = [system("Rules of the house."), user("Question one."), user("{{ question }}")];
    const { content, conflicts } = merge(
      chat([first, second, third]),
      chat([third, first, second]),
      chat([first, second, user("{{ question }}\nPlease.")]),
    );
    expect(texts(content)).toEqual(["{{ question }}\nPlease.", "Rules of the house.", "Question one."]);
    expect(conflicts).toEqual([]);
  });

  it("reports a conflict of the order if both moved messages differently", () => {
    const [a, b, c] = [system("alpha"), user("beta"), user("gamma")];
    const result = merge(chat([a, b, c]), chat([b, a, c]), chat([c, a, b]));
    expect(result.conflicts).toMatchObject([{ kind: "value", label: "Messages: order", pointer: "/messages" }]);
    expect(texts(result.content)).toEqual(["beta", "alpha", "gamma"]);
    expect(texts(resolveMerge(result, all(result.conflicts, "theirs")))).toEqual(["gamma", "alpha", "beta"]);
  });

  it("keeps messages that both added, ours first, and equal ones once", () => {
    const base = chat([system("Be kind.")]);
    const ours = chat([system("Be kind."), { placeholder: "history" }, user("My own closing words.")]);
    const theirs = chat([system("Be kind."), user("Quite another sentence altogether"), { placeholder: "history" }]);
    expect(texts(merge(base, ours, theirs).content).filter((text) => text === "history")).toHaveLength(1);
  });

  it("merges settings one by one", () => {
    const variable = { name: "topic", type: "string" as const, required: true };
    const base = chat([system("{{ topic }}")], {
      model: { provider: "openai", name: "gpt", parameters: { temperature: 0.2, top_p: 1 } },
      variables: [variable],
      responseSchema: { type: "object", properties: { a: { type: "string" } } },
      snippets: [{ name: "shared/tone", version: 1 }],
    });
    const result = merge(
      base,
      {
        ...base,
        model: { provider: "openai", name: "gpt", parameters: { temperature: 0.4, top_p: 1 } },
        variables: [{ ...variable, description: "What it is about." }],
        responseSchema: { type: "object", properties: { a: { type: "number" } } },
        snippets: [{ name: "shared/tone", version: 2 }],
      },
      {
        ...base,
        model: { provider: "openai", name: "gpt-large", parameters: { temperature: 0.2, max: 9 } },
        variables: [{ ...variable, required: false }],
        responseSchema: { type: "object", properties: { a: { type: "string" }, b: { type: "string" } } },
        snippets: [{ name: "shared/tone", version: 3 }],
      },
    );
    expect(result.content).toEqual({
      ...base,
      model: { provider: "openai", name: "gpt-large", parameters: { temperature: 0.4, max: 9 } },
      variables: [{ ...variable, required: false, description: "What it is about." }],
      responseSchema: { type: "object", properties: { a: { type: "number" }, b: { type: "string" } } },
      snippets: [{ name: "shared/tone", version: 2 }],
    });
    expect(result.conflicts).toMatchObject([
      { pointer: "/snippets/0/version", label: "Snippet shared/tone: version", kind: "value", base: "v1", ours: "v2" },
    ]);
  });

  it("settles type and default of a variable together if they would not match", () => {
    const of = (type: "string" | "number", fallback?: unknown) =>
      chat([system("x")], {
        variables: [{ name: "n", type, required: false, ...(fallback !== undefined && { default: fallback }) }],
      });
    const result = merge(of("string"), of("number"), of("string", "many"));
    expect(result.conflicts).toMatchObject([
      { label: "Variable n: type and default", ours: "number", theirs: 'string, default "many"' },
    ]);
    expect(contentInput.safeParse(result.content).success).toBe(true);
  });

  it("keeps a variable that one side removed if the other side's text uses it", () => {
    const variables = [{ name: "city", type: "string" as const, required: true }];
    const base = chat([system("In {{ city }}.\n\nBe kind.\n\nBye.")], { variables });
    const ours = chat([system("Anywhere.\n\nBe kind.\n\nBye.")], { variables: [] });
    const theirs = chat([system("In {{ city }}.\n\nBe kind.\n\nBye from {{ city }}.")], { variables });
    expect(merge(base, ours, theirs).content.variables).toEqual(variables);
    expect(merge(base, ours, base).content.variables).toEqual([]);
  });

  it("does not restore a variable that both sides removed, even if one of them uses it", () => {
    const base = chat([system("Hello.")], { variables: [{ name: "city", type: "string", required: true }] });
    const unused = chat([system("Hello.")], { variables: [] });
    const used = chat([system("Hello from {{ city }}.")], { variables: [] });
    expect(merge(base, unused, used).content.variables).toEqual([]);
    expect(merge(base, used, unused).content.variables).toEqual([]);
  });

  it("makes the messages one conflict if the merged parts are no valid prompt", () => {
    const base = chat([system("a"), user("b")]);
    const result = merge(base, chat([system("a")]), chat([user("b")]));
    expect(result.conflicts).toMatchObject([{ pointer: "/messages", kind: "value" }]);
    expect(texts(result.content)).toEqual(["a", "b"]);

    const [text, repeated] = [{ ...chat([user("b")]), type: "text" as const }, chat([user("b"), user("b")])];
    expect(texts(merge(chat([user("b"), system("a")]), repeated, text).content)).toEqual(["b", "b"]);
    expect(texts(merge(chat([user("b"), system("a")]), text, repeated).content)).toEqual(["b", "b"]);
  });

  it("is fast with texts that are built to be slow", () => {
    const same = "\n".repeat(100_000);
    const { content } = merge(chat([system(`a${same}`)]), chat([system(`${same}b`)]), chat([system(`a${same}c`)]));
    expect(linesOf(content)).toEqual(expect.arrayContaining(["b", "c"]));
  });
});
