import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Content, Message } from "@/lib/template/content";
import { diffContents } from "./diff";
import { diffText, type TextDiffRow } from "./text-diff";

const message = (role: Message["role"], content: string): Message => ({ role, content });
const chat = (messages: Content["messages"], more: Partial<Content> = {}): Content => ({
  type: "chat",
  messages,
  ...more,
});
const side = (rows: TextDiffRow[], name: "before" | "after") => rows.flatMap((row) => row[name]?.text ?? []).join("\n");
const statuses = (before: Content["messages"], after: Content["messages"]) =>
  diffContents(chat(before), chat(after)).messages.map(
    ({ status, before, after }) => `${status} ${before?.index ?? "-"}>${after?.index ?? "-"}`,
  );

const line = fc.constantFrom("", "a", "b", "Be kind.", "Be very kind.", "Answer in {{ language }}.", "é🎭", "\r");
const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join("\n"));

describe("diffText", () => {
  it("shows words inside changed lines", () => {
    const { lines, added, removed } = diffText("You are helpful.\nBe kind.", "You are very helpful.\nBe kind.\nBye.");
    expect({ added, removed }).toEqual({ added: 2, removed: 1 });
    expect(lines.map(({ kind }) => kind)).toEqual(["change", "same", "add"]);
    expect(lines[0]?.after?.words).toContainEqual({ text: expect.stringContaining("very"), isChanged: true });
    expect(lines[0]?.before?.words?.some(({ isChanged }) => isChanged)).toBe(false);
    expect(lines[2]).toEqual({ kind: "add", after: { n: 3, text: "Bye." } });
  });

  it("puts the most similar lines of a block next to each other", () => {
    const { lines } = diffText(
      "Write in English.\nUse short sentences.",
      "Greet the customer.\nUse very short sentences.",
    );
    expect(lines.map(({ before, after }) => [before?.text, after?.text])).toEqual([
      ["Write in English.", "Greet the customer."],
      ["Use short sentences.", "Use very short sentences."],
    ]);
    const grown = diffText("Use short sentences.", "Greet.\nThank.\nUse very short sentences.");
    expect(grown.lines.map(({ kind }) => kind)).toEqual(["add", "add", "change"]);
  });

  it("keeps a completely replaced line in one row, without word changes", () => {
    expect(diffText("abc", "xyz").lines).toEqual([
      { kind: "change", before: { n: 1, text: "abc" }, after: { n: 1, text: "xyz" } },
    ]);
  });

  it("contains both texts, line numbers, and counts of its rows", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { lines, added, removed } = diffText(before, after);
        expect(side(lines, "after")).toBe(after);
        expect(side(lines, "before")).toBe(before);
        for (const name of ["before", "after"] as const) {
          const shown = lines.flatMap((row) => row[name] ?? []);
          expect(shown.map(({ n }) => n)).toEqual(shown.map((_, index) => index + 1));
          for (const { text, words } of shown) if (words) expect(words.map((word) => word.text).join("")).toBe(text);
        }
        expect(added - removed).toBe(after.split("\n").length - before.split("\n").length);
        expect(added === 0 && removed === 0).toBe(before === after);
      }),
    );
  });

  it("contains both texts if they are too different for a close comparison", () => {
    const many = (prefix: string) => Array.from({ length: 3_000 }, (_, index) => `${prefix}${index}`).join("\n");
    const { lines, added, removed } = diffText(many("a"), many("b"));
    expect([side(lines, "before"), side(lines, "after"), added, removed]).toEqual([many("a"), many("b"), 3_000, 3_000]);
  });
});

describe("messages", () => {
  const [system, question, other] = [
    message("system", "You are kind."),
    message("user", "What is {{ x }}?"),
    message("user", "And why?"),
  ];

  it("are paired by role and similarity", () => {
    expect(statuses([system, question], [system, other, question])).toEqual(["same 0>0", "added ->1", "same 1>2"]);
    expect(statuses([system, question, other], [system, other])).toEqual(["same 0>0", "removed 1>-", "same 2>1"]);
    expect(statuses([system], [message("system", "Nothing alike here")])).toEqual(["changed 0>0"]);
    expect(statuses([system], [message("developer", "You are kind.")])).toEqual(["changed 0>0"]);
    expect(statuses([system], [message("user", "Nothing alike")]).sort()).toEqual(["added ->0", "removed 0>-"]);
  });

  it("are shown as moved if only their position changed", () => {
    expect(statuses([system, question, other], [system, other, question]).sort()).toEqual([
      "moved 1>2",
      "same 0>0",
      "same 2>1",
    ]);
    expect(statuses([{ placeholder: "history" }, question], [question, { placeholder: "history" }])).toHaveLength(2);
  });

  it("contain their roles, names and placeholders", () => {
    const [changed] = diffContents(chat([{ ...system, name: "A" }]), chat([{ ...system, role: "developer" }])).messages;
    expect(changed).toMatchObject({
      status: "changed",
      before: { index: 0, role: "system", name: "A", placeholder: null },
      after: { index: 0, role: "developer", name: null },
      added: 0,
      removed: 0,
    });
    expect(diffContents(chat([{ placeholder: "a" }]), chat([{ placeholder: "b" }])).summary).toBe("2 messages");
  });

  const entry = fc.oneof(
    fc.record({ role: fc.constantFrom("system" as const, "user" as const), content: text }),
    fc.record({ placeholder: fc.constantFrom("history", "other") }),
  );
  const entries = fc.array(entry, { maxLength: 6 });

  it("appear once on each side, with their texts, and moved ones are equal", () => {
    fc.assert(
      fc.property(entries, entries, (before, after) => {
        const { messages } = diffContents(chat(before), chat(after));
        const shown = messages.flatMap(({ after: to }) => (to ? [to.index] : []));
        expect(shown).toEqual(after.map((_, index) => index));
        expect(messages.flatMap(({ before: from }) => (from ? [from.index] : [])).sort()).toEqual(
          before.map((_, index) => index),
        );
        for (const { status, before: from, after: to, lines } of messages) {
          const [old, now] = [from && before[from.index], to && after[to.index]];
          if (now && "content" in now) expect(side(lines, "after")).toBe(now.content);
          if (status === "same" || status === "moved") expect(now).toEqual(old);
        }
      }),
    );
  });

  it("are empty for equal contents", () => {
    fc.assert(
      fc.property(entries, (list) => {
        const { isSame, messages, summary } = diffContents(chat(list), chat(structuredClone(list)));
        expect([isSame, summary]).toEqual([true, "no changes"]);
        expect(messages.every(({ status, added, removed }) => status === "same" && added + removed === 0)).toBe(true);
      }),
    );
  });
});

describe("the rest of a content", () => {
  const variable = (name: string, required = true) => ({ name, type: "string" as const, required });
  const before = chat([message("user", "a")], {
    variables: [variable("same"), variable("gone"), variable("changed")],
    model: { provider: "openai", name: "m1", parameters: { temperature: 0, stop: ["x"] } },
    examples: [{ input: "i", output: "o" }],
    snippets: [{ name: "s", version: 1 }],
    responseSchema: { type: "object" },
  });
  const after = chat([message("user", "a")], {
    variables: [variable("changed", false), variable("new"), variable("same")],
    model: { provider: "openai", name: "m1", parameters: { temperature: 0.5, stop: ["x"], top_p: 1 } },
    examples: [
      { input: "i", output: "o2" },
      { input: "j", output: "p" },
    ],
    snippets: [{ name: "s", version: 2 }],
    responseSchema: { type: "object", required: ["a"] },
    tools: [{ name: "t" }],
  });

  it("is compared by name, setting and position", () => {
    expect(diffContents(before, after)).toMatchObject({
      isSame: false,
      summary: "3 variables, 2 model settings, 2 examples, 1 snippet, the response schema, the tools",
      type: null,
      variables: [
        { name: "gone", status: "removed", before: variable("gone"), after: null },
        { name: "changed", status: "changed", after: variable("changed", false) },
        { name: "new", status: "added", before: null, after: variable("new") },
      ],
      model: [
        { setting: "parameters.temperature", status: "changed", before: 0, after: 0.5 },
        { setting: "parameters.top_p", status: "added", before: null, after: 1 },
      ],
      examples: [
        { index: 0, status: "changed" },
        { index: 1, status: "added" },
      ],
      snippets: [{ name: "s", status: "changed", before: 1, after: 2 }],
    });
    expect(diffContents(before, after).tools?.removed).toBe(0);
    expect(diffContents(after, before).model.map(({ status }) => status)).toEqual(["changed", "removed"]);
  });

  it("ignores the order of keys", () => {
    const reordered = {
      ...before,
      model: { parameters: { stop: ["x"], temperature: 0 }, name: "m1", provider: "openai" },
    };
    expect(diffContents(before, reordered).isSame).toBe(true);
  });

  it("summarizes the changes in one line", () => {
    expect(
      diffContents(chat([message("user", "a")]), {
        type: "text",
        messages: [message("user", "b")],
        model: { provider: "p", name: "n" },
      }).summary,
    ).toBe("the type, 1 message, 2 model settings");
  });
});
