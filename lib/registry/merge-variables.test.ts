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
  test("is one variable, with a conflict for each field that differs", () => {
    expect(saidOf(undefined, n(), n({ required: false }))).toEqual([
      ["/variables/0/required", "Variable n: required", null, "required", "optional"],
    ]);
    expect(saidOf(undefined, n({ type: "number" }), n())).toEqual([
      ["/variables/0/default", "Variable n: type and default", null, "number", "string"],
    ]);
  });
});

describe("type and default", () => {
  test("are one conflict if both changed the default", () => {
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

  test("are one conflict if the default of one side is not of the type of the other", () => {
    const { conflicts, content } = merge(n(), n({ type: "number" }), n({ default: "a" }));
    expect(conflicts.map(({ label }) => label)).toEqual(["Variable n: type and default"]);
    expect(content.variables).toStrictEqual([n({ type: "number" })]);
  });

  test("are taken each from its side if they match", () => {
    const { conflicts, content } = merge(n(), n({ type: "number" }), n({ default: 2 }));
    expect(conflicts).toEqual([]);
    expect(content.variables).toStrictEqual([n({ type: "number", default: 2 })]);
  });

  test("match with any default if the type is not declared", () => {
    const guessed = (more: object) => n({ inferred: true, ...more });
    expect(saidOf(guessed({}), guessed({ type: "number" }), guessed({ default: "a" }))).toEqual([]);
    // A variable that is declared on one side counts as declared.
    expect(saidOf(guessed({}), n({ type: "number" }), guessed({ default: "a" }))).toHaveLength(1);
    expect(saidOf(guessed({}), guessed({ type: "number" }), n({ default: "a" }))).toHaveLength(1);
  });
});

test("a variable that one side declared is declared, and reported", () => {
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

  test("is kept if the other side's text uses it", () => {
    const { content } = mergeContents(
      say([n(), m], uses("{{ n }} {{ m }}")),
      say([m], uses("{{ m }}")),
      say([n(), m], [...uses("{{ n }} {{ m }}"), { role: "assistant", content: "About {{ n }}:" }]),
    );
    expect(content.variables).toEqual([m, n()]);
  });

  test("is kept if an image of the other side uses it", () => {
    const shot = { name: "shot", type: "image", required: true };
    const seen: Message = { role: "user", content: [{ type: "image", variable: "shot" }] };
    const { content } = mergeContents(say([shot, m]), say([m]), say([shot, m], [kind, seen]));
    expect(content.variables).toEqual([m, shot]);
  });

  test("is removed if nothing uses it, or only its own side does", () => {
    expect(mergeContents(say([n(), m]), say([m]), say([n(), m])).content.variables).toEqual([m]);
    const text = uses("{{ n }}");
    expect(mergeContents(say([n(), m], text), say([m], text), say([n(), m], text)).content.variables).toEqual([m]);
  });

  test("is removed with the whole list if a side no longer declares any", () => {
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
