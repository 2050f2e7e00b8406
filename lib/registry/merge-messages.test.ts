import { describe, expect, test } from "vitest";
import type { Content } from "@/lib/template/content";
import { type MergeChoice, mergeContents, resolveMerge } from "./merge";

type Messages = Content["messages"];
type Sides = [base: Messages, ours: Messages, theirs: Messages];

const chat = (...messages: Messages): Content => ({ type: "chat", messages });
const text = (content: string): Content => ({ type: "text", messages: [{ role: "user", content }] });
const kind = { role: "system", content: "Be kind." } as const;
const ask = { role: "user", content: "{{ question }}" } as const;

const merge = ([base, ours, theirs]: Sides) => mergeContents(chat(...base), chat(...ours), chat(...theirs));
const saidOf = (...sides: Sides) =>
  merge(sides).conflicts.map(({ pointer, label, base, ours, theirs }) => [pointer, label, base, ours, theirs]);
const takenOf = (...sides: Sides) =>
  merge(sides).taken.map(({ pointer, label, side, before, after }) => [pointer, label, side, before, after]);
const settled = (merged: ReturnType<typeof mergeContents>, choice: MergeChoice) =>
  resolveMerge(merged, Object.fromEntries(merged.conflicts.map(({ id }) => [id, choice])));

describe("a message that both sides changed", () => {
  test("is a conflict of the field: role, name, text", () => {
    const named = (role: "system" | "developer" | "user", name: string) => [{ ...kind, role, name }, ask];
    expect(saidOf(named("system", "a"), named("developer", "b"), named("user", "c"))).toEqual([
      ["/messages/0/role", "Message 1 (developer): role", "system", "developer", "user"],
      ["/messages/0/name", "Message 1 (developer): name", "a", "b", "c"],
    ]);
    const saying = (content: string) => [{ ...kind, content }, ask];
    expect(saidOf(saying("Be kind."), saying("Be brief."), saying("Be funny."))).toEqual([
      ["/messages/0/content", "Message 1 (system)", "Be kind.", "Be brief.", "Be funny."],
    ]);
  });

  test("is merged if the sides changed different fields", () => {
    const sides: Sides = [[kind], [{ ...kind, role: "developer" }], [{ ...kind, name: "Fern" }]];
    expect(merge(sides).content.messages).toEqual([{ role: "developer", content: "Be kind.", name: "Fern" }]);
    expect(takenOf(...sides)).toEqual([
      ["/messages/0/role", "Message 1 (developer): role", "ours", "system", "developer"],
      ["/messages/0/name", "Message 1 (developer): name", "theirs", null, "Fern"],
    ]);
  });

  test("that both sides added is one message, without an invented name", () => {
    expect(merge([[kind], [kind, ask], [kind, ask]]).content.messages).toStrictEqual([kind, ask]);
    expect(merge([[kind], [kind, { ...ask, name: "Ana" }], [kind, ask]]).content.messages).toHaveLength(2);
  });

  test("keeps its tool calls, and takes those of the side that changed them", () => {
    const call = (name: string) => ({ id: name, type: "function", function: { name, arguments: "{}" } }) as const;
    const calling = (content: string, name: string) =>
      ({ role: "assistant", content, tool_calls: [call(name)] }) as Messages[number];
    const before = calling("I look.", "find");
    expect(
      merge([
        [kind, before],
        [kind, calling("I look it up.", "find")],
        [kind, before],
      ]).content.messages,
    ).toEqual([kind, calling("I look it up.", "find")]);
    const both: Sides = [
      [kind, before],
      [kind, calling("I look it up.", "find")],
      [kind, calling("I look.", "search")],
    ];
    expect(merge(both).content.messages[1]).toEqual(calling("I look it up.", "search"));
    expect(merge(both).conflicts).toEqual([]);
  });
});

describe("a placeholder", () => {
  const history = (optional?: boolean) => [
    kind,
    { placeholder: "history", ...(optional !== undefined && { optional }) },
    ask,
  ];

  test("is matched by its name, and merges whether it is optional", () => {
    expect(takenOf(history(), history(), history(true))).toEqual([
      ["/messages/1/optional", "Message 2 (placeholder history): optional", "theirs", null, "true"],
    ]);
    expect(saidOf(history(), history(true), history(false))).toEqual([
      ["/messages/1/optional", "Message 2 (placeholder history): optional", null, "true", "false"],
    ]);
    for (const optional of [undefined, true, false])
      expect(merge([history(), history(), history(optional)]).content.messages).toStrictEqual(history(optional));
    expect(saidOf(history(true), history(false), history())).toEqual([
      ["/messages/1/optional", "Message 2 (placeholder history): optional", "true", "false", null],
    ]);
  });

  test("of another name is another placeholder", () => {
    const renamed = [kind, { placeholder: "turns", optional: true }, ask];
    expect(takenOf(history(), renamed, history())).toEqual([
      ["/messages/1", "Message 2 (placeholder turns)", "ours", null, "{ turns, optional }"],
      ["/messages/2", "Message 2 (placeholder history)", "ours", "{ history }", null],
    ]);
  });
});

describe("a message that one side deleted and the other changed", () => {
  const deleted = (changed: Messages[number], before: Messages[number]): Sides => [
    [kind, before],
    [kind],
    [kind, changed],
  ];

  test("can be rewritten if it is a plain text", () => {
    const merged = merge(deleted({ ...ask, content: "{{ question }}!" }, ask));
    expect(merged.conflicts.map(({ label, ours, theirs }) => [label, ours, theirs])).toEqual([
      ["Message 2 (user)", null, "{{ question }}!"],
    ]);
    expect(settled(merged, { text: "Answer." }).messages).toEqual([kind, { role: "user", content: "Answer." }]);
    expect(settled(merged, { take: "ours" }).messages).toEqual([kind]);
  });

  test("cannot be rewritten if it is more than a text", () => {
    const call = { id: "c", type: "function", function: { name: "find", arguments: "{}" } } as const;
    const calling = { role: "assistant", content: "I look.", tool_calls: [call] } as const;
    const answer = { role: "tool", content: "3 parcels", tool_call_id: "c" } as const;
    const parts = { role: "user", content: [{ type: "text", text: "See this." }] } as const;
    for (const [before, changed] of [
      [{ ...calling, content: "I look it up." }, calling],
      [{ ...answer, content: "2 parcels" }, answer],
      [{ ...parts, content: [{ type: "text" as const, text: "See that." }] }, parts],
      [{ placeholder: "history" }, { placeholder: "history", optional: true }],
    ] as [Messages[number], Messages[number]][]) {
      const merged = merge(deleted(changed, before));
      expect(merged.conflicts).toHaveLength(1);
      expect(settled(merged, { text: "Something else." }).messages).toEqual([kind, changed]);
    }
  });
});

describe("a prompt that is one text", () => {
  test("labels its message Text", () => {
    const merged = mergeContents(text("a"), text("b"), text("c"));
    expect(merged.conflicts.map(({ pointer, label }) => [pointer, label])).toEqual([["/messages/0/content", "Text"]]);
    expect(merged.content.type).toBe("text");
    // Each side has exactly one text, so both are the same message, however different they are.
    const rewritten = mergeContents(text("Be kind."), text("Something else entirely"), text("Be kind."));
    expect(rewritten.content).toEqual(text("Something else entirely"));
    expect(rewritten.conflicts).toEqual([]);
  });

  test("becomes a chat if one side made it one, and reports it", () => {
    const turned = mergeContents(text("Be kind."), text("Be kind."), chat({ role: "user", content: "Be kind." }, ask));
    expect(turned.content).toEqual(chat({ role: "user", content: "Be kind." }, ask));
    expect(turned.taken.map(({ pointer, label, side, after }) => [pointer, label, side, after])[0]).toEqual([
      "/type",
      "Type",
      "theirs",
      "chat",
    ]);
    const brief = mergeContents(text("Be kind."), text("Be brief."), chat({ role: "user", content: "Be kind." }, ask));
    expect(brief.taken.map(({ label }) => label)).toContain("Message 1 (user)");
  });
});

describe("a chat that one side made one text", () => {
  const base = chat(kind, ask);
  const one = text("{{ question }}");

  test("is that text if the other side did not change what was removed", () => {
    const merged = mergeContents(base, base, one);
    expect(merged.content).toEqual(one);
    expect(merged.conflicts).toEqual([]);
    expect(mergeContents(base, one, base).content).toEqual(one);
    const extended = chat(kind, { ...ask, content: "{{ question }} Please." });
    expect(mergeContents(base, extended, one).content).toEqual(text("{{ question }} Please."));
  });

  test("is one conflict if the other side changed what was removed", () => {
    const changed = chat({ ...kind, content: "Be brief." }, ask);
    expect(mergeContents(base, changed, one).conflicts.map(({ id }) => id)).toEqual(["messages"]);
    expect(mergeContents(base, one, changed).conflicts.map(({ id }) => id)).toEqual(["messages"]);
  });

  test("is one conflict if the other side added a message", () => {
    const more = chat(kind, ask, { role: "assistant", content: "So." });
    expect(mergeContents(base, more, one).conflicts.map(({ id }) => id)).toEqual(["messages"]);
  });
});

describe("messages that are no valid prompt together", () => {
  const base = chat(kind, ask);
  const [ours, theirs] = [text("Be kind. {{ question }}"), chat(kind, ask, { role: "assistant", content: "So." })];
  const merged = mergeContents(base, ours, theirs);

  test("are one conflict that shows each side completely", () => {
    expect(merged.conflicts).toEqual([
      {
        id: "messages",
        pointer: "/messages",
        label: "Messages",
        kind: "value",
        base: "system\nBe kind.\n\nuser\n{{ question }}",
        ours: "Be kind. {{ question }}",
        theirs: "system\nBe kind.\n\nuser\n{{ question }}\n\nassistant\nSo.",
        line: null,
      },
    ]);
  });

  test("are a chat of both sides until one is chosen, with common messages once", () => {
    expect(merged.content.type).toBe("chat");
    expect(merged.content.messages).toEqual([...ours.messages, ...theirs.messages]);
    expect(settled(merged, { take: "both" }).messages).toEqual([...ours.messages, ...theirs.messages]);
    const shared = mergeContents(chat(ask), text("Hi"), chat(kind, { role: "user", content: "Hi" }, kind));
    expect(shared.content.messages).toEqual([{ role: "user", content: "Hi" }, kind, kind]);
  });

  test("are those of the chosen side, with its type", () => {
    expect(settled(merged, { take: "ours" })).toEqual(ours);
    expect(settled(merged, { take: "theirs" })).toEqual(theirs);
  });

  test("are never empty if each side deleted what the other kept", () => {
    const none = mergeContents(chat(kind, ask), chat(kind), chat(ask));
    expect(none.conflicts.map(({ id }) => id)).toEqual(["messages"]);
    expect(none.content.messages).toEqual([kind, ask]);
  });
});
