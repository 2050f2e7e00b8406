import { describe, expect, test } from "vitest";
import type { Content, Message } from "@/lib/template/content";
import { mergeContents } from "./merge";

const kind: Message = { role: "system", content: "Be kind." };
const say = (variables?: object[], messages: Message[] = [kind]): Content =>
  ({ type: "chat", messages, ...(variables && { variables }) }) as Content;
const n = (more: object = {}) => ({ name: "n", type: "string", required: true, ...more });
const merge = (...[base, ours, theirs]: [object?, object?, object?]) =>
  mergeContents(say(base ? [base] : []), say(ours ? [ours] : []), say(theirs ? [theirs] : []));
const saidOf = (...sides: [object?, object?, object?]) =>
  merge(...sides).conflicts.map(({ pointer, label, base, ours, theirs }) => [pointer, label, base, ours, theirs]);

describe("a variable that both sides added", () => {
  test("is one variable, and asks for each field that differs", () => {
    expect(saidOf(undefined, n(), n({ required: false }))).toEqual([
      ["/variables/0/required", "Variable n: required", null, "required", "optional"],
    ]);
    expect(saidOf(undefined, n({ type: "number" }), n())).toEqual([
      ["/variables/0/default", "Variable n: type and default", null, "number", "string"],
    ]);
  });
});

describe("type and default", () => {
  test("are one conflict where both changed the default", () => {
    expect(saidOf(n({ default: "a" }), n({ default: "b" }), n({ default: "c" }))).toEqual([
      [
        "/variables/0/default",
        "Variable n: type and default",
        'string, default "a"',
        'string, default "b"',
        'string, default "c"',
      ],
    ]);
  });

  test("are one conflict where the default of one side is not of the type of the other", () => {
    const { conflicts, content } = merge(n(), n({ type: "number" }), n({ default: "a" }));
    expect(conflicts.map(({ label }) => label)).toEqual(["Variable n: type and default"]);
    expect(content.variables).toStrictEqual([n({ type: "number" })]);
  });

  test("are taken each from its side where they fit", () => {
    const { conflicts, content } = merge(n(), n({ type: "number" }), n({ default: 2 }));
    expect(conflicts).toEqual([]);
    expect(content.variables).toStrictEqual([n({ type: "number", default: 2 })]);
  });

  test("fit whatever the default is while nobody declared the type", () => {
    const guessed = (more: object) => n({ inferred: true, ...more });
    expect(saidOf(guessed({}), guessed({ type: "number" }), guessed({ default: "a" }))).toEqual([]);
    // A variable that is declared on one side counts as declared.
    expect(saidOf(guessed({}), n({ type: "number" }), guessed({ default: "a" }))).toHaveLength(1);
    expect(saidOf(guessed({}), guessed({ type: "number" }), n({ default: "a" }))).toHaveLength(1);
  });
});

test("a variable that one side declared is declared, and says so", () => {
  const { taken, content } = merge(n({ inferred: true }), n(), n({ inferred: true }));
  expect(taken).toEqual([
    {
      id: "variables/b0/inferred",
      pointer: "/variables/0/inferred",
      label: "Variable n: inferred",
      side: "ours",
      before: "true",
      after: null,
    },
  ]);
  expect(content.variables).toStrictEqual([n()]);
});

describe("a variable that one side removed", () => {
  const m = { name: "m", type: "string", required: true };
  const uses = (text: string): Message[] => [kind, { role: "user", content: text }];

  test("stays where what came from the other side uses it", () => {
    const { content } = mergeContents(
      say([n(), m], uses("{{ n }} {{ m }}")),
      say([m], uses("{{ m }}")),
      say([n(), m], [...uses("{{ n }} {{ m }}"), { role: "assistant", content: "About {{ n }}:" }]),
    );
    expect(content.variables).toEqual([m, n()]);
  });

  test("stays where an image of the other side uses it", () => {
    const shot = { name: "shot", type: "image", required: true };
    const seen: Message = { role: "user", content: [{ type: "image", variable: "shot" }] };
    const { content } = mergeContents(say([shot, m]), say([m]), say([shot, m], [kind, seen]));
    expect(content.variables).toEqual([m, shot]);
  });

  test("goes where nothing uses it, or where its own side still does", () => {
    expect(mergeContents(say([n(), m]), say([m]), say([n(), m])).content.variables).toEqual([m]);
    const text = uses("{{ n }}");
    expect(mergeContents(say([n(), m], text), say([m], text), say([n(), m], text)).content.variables).toEqual([m]);
  });

  test("goes with the whole list where a side declares nothing any more", () => {
    const text = uses("{{ n }}");
    expect(mergeContents(say([n()], text), say(undefined, text), say([n()], text)).content).not.toHaveProperty(
      "variables",
    );
    // A variable in conflict keeps the list present. The side without the list removed no variable that is in use.
    const { content } = mergeContents(
      say([n(), m], text),
      say(undefined, text),
      say([n(), { ...m, required: false }], text),
    );
    expect(content.variables?.map(({ name }) => name)).toEqual(["m", "n"]);
  });
});
