import { describe, expect, test } from "vitest";
import type { Content } from "@/lib/template/content";
import { type MergeChoices, mergeContents, resolveMerge } from "./merge";

const say = (more: object): Content => ({
  type: "chat",
  messages: [{ role: "system", content: "Be kind." }],
  ...more,
});
const merge = (base: object, ours: object, theirs: object) => mergeContents(say(base), say(ours), say(theirs));
const saidOf = (...sides: [object, object, object]) =>
  merge(...sides).conflicts.map(({ pointer, label, base, ours, theirs }) => [pointer, label, base, ours, theirs]);
const takenOf = (...sides: [object, object, object]) =>
  merge(...sides).taken.map(({ pointer, label, side, before, after }) => [pointer, label, side, before, after]);

const model = (name: string, parameters: object) => ({ model: { provider: "openai", name, parameters } });
const examples = (...pairs: [string, string][]) => ({ examples: pairs.map(([input, output]) => ({ input, output })) });
const tools = (...list: object[]) => ({ tools: list });
const pins = (version: number) => ({ snippets: [{ name: "tone", version }] });
const variable = (more: object) => ({ variables: [{ name: "n", type: "string", required: true, ...more }] });

describe("a conflict names its field and shows the three sides", () => {
  test("of the model and its parameters", () => {
    expect(
      saidOf(model("a", { temperature: 0 }), model("b", { temperature: 1 }), model("c", { temperature: 2 })),
    ).toEqual([
      ["/model", "Model", "openai a", "openai b", "openai c"],
      ["/model/parameters/temperature", "Parameter: temperature", "0", "1", "2"],
    ]);
  });

  test("of examples: the answer by line, a deleted example as a whole", () => {
    expect(saidOf(examples(["hi", "x"]), examples(["hi", "y"]), examples(["hi", "z"]))).toEqual([
      ["/examples/0/output", "Example 1: answer", "x", "y", "z"],
    ]);
    expect(saidOf(examples(["hi", "x"]), examples(), examples(["hi", "z"]))).toEqual([
      ["/examples/0", "Example 1", "hi\n→ x", null, "hi\n→ z"],
    ]);
  });

  test("of tools, by their names", () => {
    expect(saidOf({}, tools({ name: "find", a: 1 }), tools({ name: "find", a: 2 }))).toEqual([
      ["/tools/0/a", "Tool find: a", null, "1", "2"],
    ]);
    const sides = [
      tools({ name: "find", a: 0 }, { b: 1 }),
      tools({ b: 2 }),
      tools({ name: "find", a: 2 }, { b: 3 }),
    ] as const;
    expect(saidOf(...sides)).toEqual([
      ["/tools/1", "Tool find", '{\n  "name": "find",\n  "a": 0\n}', null, '{\n  "name": "find",\n  "a": 2\n}'],
    ]);
    expect(takenOf(...sides)).toEqual([
      ["/tools/0", "Tool 1", "ours", null, '{\n  "b": 2\n}'],
      ["/tools/2", "Tool 3", "theirs", null, '{\n  "b": 3\n}'],
    ]);
  });

  test("of snippets, the response schema and the response format", () => {
    expect(saidOf(pins(1), pins(2), pins(3))).toEqual([
      ["/snippets/0/version", "Snippet tone: version", "v1", "v2", "v3"],
    ]);
    expect(saidOf({ responseSchema: { a: 1 } }, { responseSchema: { a: 2 } }, { responseSchema: { a: 3 } })).toEqual([
      ["/responseSchema/a", "Response schema: a", "1", "2", "3"],
    ]);
    expect(saidOf({ responseFormat: "text" }, { responseFormat: "json" }, { responseFormat: "xml" })).toEqual([
      ["/responseFormat", "Response format", "text", "json", "xml"],
    ]);
  });

  test("of variables: description, type with default, schema, and a deleted one as a whole", () => {
    expect(
      saidOf(variable({ description: "a" }), variable({ description: "b" }), variable({ description: "c" })),
    ).toEqual([["/variables/0/description", "Variable n: description", "a", "b", "c"]]);
    const types = [
      variable({}),
      variable({ type: "number", required: false, default: 2 }),
      variable({ type: "boolean", default: true }),
    ] as const;
    expect(saidOf(...types)).toEqual([
      ["/variables/0/default", "Variable n: type and default", "string", "number, default 2", "boolean, default true"],
    ]);
    expect(takenOf(...types)).toEqual([
      ["/variables/0/required", "Variable n: required", "ours", "required", "optional"],
    ]);
    const schema = (x: number, required = true) => variable({ required, schema: { x } });
    expect(saidOf(schema(1), schema(2), schema(3, false))).toEqual([
      ["/variables/0/schema/x", "Variable n: schema: x", "1", "2", "3"],
    ]);
    const described = (description: string) => variable({ description, default: "q" });
    expect(saidOf(described("a"), { variables: [] }, described("c"))).toEqual([
      [
        "/variables/0",
        "Variable n",
        'n: string, required, default "q"\na',
        null,
        'n: string, required, default "q"\nc',
      ],
    ]);
    expect(
      saidOf(variable({ required: false }), { variables: [] }, variable({ required: false, type: "number" })),
    ).toEqual([["/variables/0", "Variable n", "n: string, optional", null, "n: number, optional"]]);
  });
});

describe("a change of one side only", () => {
  test("is applied field by field, and reported", () => {
    expect(takenOf(model("a", { top_p: 1 }), model("b", { top_p: 1 }), model("a", { top_p: 0.5 }))).toEqual([
      ["/model", "Model", "ours", "openai a", "openai b"],
      ["/model/parameters/top_p", "Parameter: top_p", "theirs", "1", "0.5"],
    ]);
    expect(takenOf(variable({}), variable({ type: "number" }), variable({ description: "how many" }))).toEqual([
      ["/variables/0/type", "Variable n: type", "ours", "string", "number"],
      ["/variables/0/description", "Variable n: description", "theirs", null, "how many"],
    ]);
    expect(takenOf(variable({}), variable({ default: "a" }), variable({}))).toEqual([
      ["/variables/0/default", "Variable n: default", "ours", null, "a"],
    ]);
  });

  test("keeps the other side's fields: none is lost, none is added", () => {
    const whole = { name: "n", type: "string", required: true, description: "d", schema: { x: 1 }, inferred: true };
    const { content } = merge(
      { variables: [whole] },
      { variables: [{ ...whole, description: "e" }] },
      { variables: [whole] },
    );
    expect(content.variables).toEqual([{ ...whole, description: "e" }]);
    const bare = merge(variable({}), variable({ required: false }), variable({})).content;
    expect(bare.variables).toStrictEqual([{ name: "n", type: "string", required: false }]);
    const both = merge(variable({}), variable({ type: "number" }), variable({ type: "boolean" })).content;
    expect(both.variables).toStrictEqual([{ name: "n", type: "number", required: true }]);
  });

  test("an example is matched by its question, or by similarity", () => {
    const merged = merge(
      examples(["Where is my parcel?", "On its way."], ["Refund?", "Yes."]),
      examples(["Where is my parcel?", "It is on its way."], ["Refund?", "Yes."]),
      examples(["Where is my big parcel?", "On its way."], ["Refund?", "Within 14 days."]),
    );
    expect(merged.conflicts).toEqual([]);
    expect(merged.content.examples).toEqual([
      { input: "Where is my big parcel?", output: "It is on its way." },
      { input: "Refund?", output: "Within 14 days." },
    ]);
  });
});

describe("a settled conflict", () => {
  const choose = (sides: [object, object, object], choice: MergeChoices[string]) => {
    const merged = merge(...sides);
    return resolveMerge(merged, Object.fromEntries(merged.conflicts.map(({ id }) => [id, choice])));
  };
  const schemas: [object, object, object] = [
    { responseSchema: { a: 1 } },
    { responseSchema: { a: 2 } },
    { responseSchema: { a: 3 } },
  ];

  test("takes the chosen side, or the text that was written", () => {
    expect(choose(schemas, { take: "ours" }).responseSchema).toEqual({ a: 2 });
    expect(choose(schemas, { take: "theirs" }).responseSchema).toEqual({ a: 3 });
    expect(choose(schemas, { text: '{"b": 4}' }).responseSchema).toEqual({ a: { b: 4 } });
    expect(choose(schemas, { text: "no JSON" }).responseSchema).toEqual({ a: "no JSON" });
    expect(
      choose([{ responseFormat: "text" }, { responseFormat: "json" }, { responseFormat: "xml" }], { text: "4" }),
    ).toMatchObject({
      responseFormat: "4",
    });
  });

  test("keeps a value that only one side has if the base has none", () => {
    expect(merge({ responseFormat: "text" }, {}, { responseFormat: "xml" }).content.responseFormat).toBe("xml");
    expect(
      merge({ responseSchema: { a: 1 } }, { responseSchema: [1] }, { responseSchema: { a: 2 } }).conflicts,
    ).toHaveLength(1);
  });
});

describe("identifies a conflict by the path of its field", () => {
  test("of every setting and variable", () => {
    const side = (n: number, text: string) => ({
      ...model(text, { temperature: n }),
      ...examples(["Where is my parcel?", text]),
      ...tools({ name: "find", limit: n }),
      ...pins(n),
      ...variable({ description: text, schema: { maxLength: n } }),
      responseSchema: { maxItems: n },
      responseFormat: { strict: n },
    });
    expect(merge(side(1, "a"), side(2, "b"), side(3, "c")).conflicts.map(({ id }) => id)).toEqual([
      "model",
      "model/parameters/temperature",
      "examples/b0/output/0",
      "variables/b0/description/0",
      "variables/b0/schema/maxLength",
      "responseSchema/maxItems",
      "responseFormat/strict",
      "tools/b0/limit",
      "snippets/b0/version",
    ]);
  });
});

describe("an example", () => {
  const ask = "Where is my parcel?";

  test("is the same one if its question is the same, even with different answers", () => {
    expect(saidOf(examples([ask, "On its way."]), examples([ask, "Call us!"]), examples([ask, "Tomorrow"]))).toEqual([
      ["/examples/0/output", "Example 1: answer", "On its way.", "Call us!", "Tomorrow"],
    ]);
  });

  test("is merged in its question, too", () => {
    const withQuestion = (question: string) => examples([question, "It is on its way to you, by post."]);
    expect(
      saidOf(withQuestion("Where is it?"), withQuestion("Where is it now?"), withQuestion("Where is it, please?")),
    ).toEqual([
      ["/examples/0/input", "Example 1: question", "Where is it?", "Where is it now?", "Where is it, please?"],
    ]);
  });

  test("is another one if few words are the same", () => {
    const sides = [
      examples([ask, "It is on its way to you."]),
      examples(["How do I get a refund?", "It takes two weeks to come."]),
      examples([ask, "It is on its way to you, by post."]),
    ] as const;
    expect(saidOf(...sides)).toEqual([
      [
        "/examples/1",
        "Example 1",
        `${ask}\n→ It is on its way to you.`,
        null,
        `${ask}\n→ It is on its way to you, by post.`,
      ],
    ]);
    expect(takenOf(...sides).map(([, label, side]) => [label, side])).toEqual([["Example 1", "ours"]]);
  });

  test("has an order that both sides can change differently", () => {
    const [a, b, c] = ["alpha", "beta", "gamma"].map((name): [string, string] => [`What is ${name}?`, name]) as [
      [string, string],
      [string, string],
      [string, string],
    ];
    expect(saidOf(examples(a, b, c), examples(b, a, c), examples(a, c, b)).map(([at, label]) => [at, label])).toEqual([
      ["/examples", "Examples: order"],
    ]);
    const named = (...names: string[]) => tools(...names.map((name) => ({ name })));
    expect(saidOf(named("a", "b", "c"), named("b", "a", "c"), named("a", "c", "b"))).toEqual([]);
  });
});

describe("a tool", () => {
  test("is matched by its name, in OpenAI's format, too", () => {
    const nested = (name: string, description: string) => tools({ type: "function", function: { name, description } });
    expect(saidOf(nested("find", "a"), nested("find", "b"), nested("find", "c"))).toEqual([
      ["/tools/0/function/description", "Tool find: function: description", "a", "b", "c"],
    ]);
    expect(takenOf({}, tools({ name: "find", function: null }), {}).map(([, label]) => label)).toEqual(["Tool find"]);
  });

  test("without a text as its name is identified by its position", () => {
    expect(takenOf({}, tools({ name: 7 }), {}).map(([, label]) => label)).toEqual(["Tool 1"]);
  });
});

describe("a model", () => {
  const a = model("a", { temperature: 0 });

  test("that one side removed is a conflict if the other changed it, and is removed otherwise", () => {
    const before = JSON.stringify(a.model, null, 2);
    const changed = model("b", { temperature: 0 });
    expect(saidOf(a, {}, changed)).toEqual([["/model", "Model", before, null, JSON.stringify(changed.model, null, 2)]]);
    expect(saidOf(a, changed, {})).toHaveLength(1);
    expect(merge(a, {}, a).content).not.toHaveProperty("model");
    expect(merge({}, {}, a).content.model).toEqual(a.model);
  });

  test("that both sides added is merged by its parameters", () => {
    const merged = merge({}, model("a", { temperature: 0 }), model("a", { top_p: 1 }));
    expect(merged.conflicts).toEqual([]);
    expect(merged.content.model).toEqual({ provider: "openai", name: "a", parameters: { temperature: 0, top_p: 1 } });
    expect(saidOf({}, a, model("b", {}))).toEqual([["/model", "Model", null, "openai a", "openai b"]]);
  });
});

describe("a pinned snippet", () => {
  test("is shown with its version", () => {
    expect(takenOf({}, pins(2), {})).toEqual([["/snippets/0", "Snippet tone", "ours", null, "tone v2"]]);
    expect(saidOf({}, pins(2), pins(3))).toEqual([["/snippets/0/version", "Snippet tone: version", null, "v2", "v3"]]);
  });
});

describe("an empty list", () => {
  test("is omitted or kept empty, as on the side that changed it", () => {
    const emptied = merge(tools({ name: "a" }), tools(), tools({ name: "a" }));
    expect(emptied.content.tools).toEqual([]);
    expect(merge(tools({ name: "a" }), {}, tools({ name: "a" })).content).not.toHaveProperty("tools");
    expect(merge(tools(), tools(), {}).content).not.toHaveProperty("tools");
    expect(
      merge(model("a", { top_p: 1 }), { model: { provider: "openai", name: "a" } }, model("a", { top_p: 1 })).content
        .model,
    ).toEqual({
      provider: "openai",
      name: "a",
    });
    expect(merge(model("a", { top_p: 1 }), model("a", {}), model("a", { top_p: 1 })).content.model).toEqual({
      provider: "openai",
      name: "a",
      parameters: {},
    });
  });
});
