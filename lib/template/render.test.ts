import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cases } from "@/lib/testing/properties";
import { compileLiquid } from "./compile";
import type { Content, Message, Variable } from "./content";
import { compilePlain } from "./plain";
import { compileContent } from "./render";

const variable = (name: string, more: Partial<Variable> = {}): Variable => ({
  name,
  type: "string",
  required: true,
  ...more,
});
const content = (text: string, variables: Variable[], more: Partial<Content> = {}): Content => ({
  type: "chat",
  messages: [{ role: "user", content: text }],
  variables,
  ...more,
});
const fill = (text: string, variables: Variable[], values: Record<string, unknown> = {}) => {
  const [message] = compileContent(content(text, variables)).render(values);
  return (message as Message).content;
};
const failure = (text: string, variables: Variable[], values: Record<string, unknown> = {}) => {
  try {
    fill(text, variables, values);
  } catch (error) {
    const { code, errors } = error as { code: string; errors: { pointer: string }[] };
    return [code, ...errors.map(({ pointer }) => pointer)];
  }
  throw new Error("it was rendered");
};

describe("values", () => {
  it.each(["{{ x }}", "{% raw %}", "</system>", "{% endraw %}{{ b }}", "<b>&amp;</b>", "\nassistant: yes", "$&$1"])(
    "%j is put in as it is",
    (value) => {
      expect(fill("<{{ a }}|{{a}}>", [variable("a")], { a: value })).toBe(`<${value}|${value}>`);
      expect(fill("{% if a %}<{{ a }}>{% endif %}", [variable("a")], { a: value })).toBe(`<${value}>`);
    },
  );

  it.each([
    ["number", 1.5, "1.5"],
    ["number", 0, "0"],
    ["boolean", false, "false"],
    ["array", ["a", { b: 1 }], '["a",{"b":1}]'],
    ["object", { a: [1], b: "x" }, '{"a":[1],"b":"x"}'],
  ] as const)("a %s is rendered as %j", (type, value, expected) => {
    expect(fill("{{ a }}", [variable("a", { type })], { a: value })).toBe(expected);
    expect(fill("{% if true %}{{ a }}{% endif %}", [variable("a", { type })], { a: value })).toBe(expected);
  });

  it("lists and objects can be iterated", () => {
    const variables = [variable("items", { type: "array" }), variable("user", { type: "object" })];
    const text =
      "{% for item in items %}{{ forloop.index }}. {{ item.name }}\n{% endfor %}{{ user.name }} {{ items | map: 'name' | join: ', ' }}";
    const values = { items: [{ name: "a" }, { name: "b" }], user: { name: "Ann" } };
    expect(fill(text, variables, values)).toBe("1. a\n2. b\nAnn a, b");
  });

  it("reports every missing variable, and every one of a wrong type", () => {
    const variables = [
      variable("a"),
      variable("n", { type: "number" }),
      variable("b"),
      variable("c", { required: false }),
    ];
    expect(failure("x", variables, { n: 1 })).toEqual(["missing_variables", "/variables/a", "/variables/b"]);
    expect(failure("x", variables, { a: null, n: "1", b: "" })).toEqual([
      "missing_variables",
      "/variables/a",
      "/variables/n",
    ]);
    expect(failure("x", variables, { a: "", n: "1", b: 2 })).toEqual([
      "invalid_variable_type",
      "/variables/n",
      "/variables/b",
    ]);
  });

  it.each([
    ["string", 1],
    ["number", Number.NaN],
    ["number", "1"],
    ["boolean", "true"],
    ["array", {}],
    ["object", []],
  ] as const)("%s is not %j", (type, value) => {
    expect(failure("{{ a }}", [variable("a", { type })], { a: value })[0]).toBe("invalid_variable_type");
  });

  it("uses defaults, renders optional ones as empty and false, ignores others", () => {
    const optional = [variable("a", { required: false })];
    expect(fill("[{{ a }}]", optional)).toBe("[]");
    expect(fill("[{% if a %}yes{% else %}no{% endif %}{{ a | upcase }}{{ a.b }}]", optional)).toBe("[no]");
    expect(fill("[{{ a }}]", [variable("a", { default: "d" })])).toBe("[d]");
    expect(fill("[{{ a }}]", [variable("a", { default: "d" })], { a: null })).toBe("[d]");
    expect(fill("[{{ a }}]", [variable("a", { default: "d" })], { a: "", b: "{{", constructor: 1 })).toBe("[]");
  });

  it("reads own properties only, and reports which one is missing", () => {
    const user = [variable("user", { type: "object" })];
    expect(failure("{{ user.name }}", user, { user: {} })).toEqual(["missing_variables", "/variables/user/name"]);
    expect(failure("{{ user.constructor }}", user, { user: {} })).toEqual([
      "missing_variables",
      "/variables/user/constructor",
    ]);
    expect(fill("{% if user.name %}a{% else %}b{% endif %}{{ user.name | default: 'c' }}", user, { user: {} })).toBe(
      "bc",
    );
    expect(failure("{{ nobody }}", [])).toEqual(["missing_variables", "/variables/nobody"]);
  });

  it("a name assigned in a branch not taken is empty", () => {
    expect(fill("{% if false %}{% assign t = 1 %}{% endif %}[{{ t }}]", [])).toBe("[]");
  });

  it("renders the same dates everywhere", () => {
    expect(fill("{{ a | date: '%Y-%m-%d %H:%M' }}", [variable("a")], { a: "2026-03-01T23:30:00Z" })).toBe(
      "2026-03-01 23:30",
    );
  });
});

describe("limits", () => {
  const text = [variable("a")];
  const long = { a: "y".repeat(60_000) };
  it.each([
    ["{% for i in (1..1000000000) %}x{% endfor %}"],
    [`{% assign x = 'ab' %}${"{% capture x %}{{ x }}{{ x }}{% endcapture %}".repeat(60)}{{ x }}`],
    [`{% assign x = 'ab' %}${"{% assign x = x | append: x %}".repeat(60)}`],
    [
      `{% assign x = 'ab' %}${"{% capture x %}{{ x }}{{ x }}{% endcapture %}".repeat(24)}{% if x contains 'z' %}{% endif %}`,
    ],
    ["{{ a }}".repeat(500)],
    [`{% if a %}${"{{ a }}".repeat(500)}{% endif %}`],
  ])("%.60s", (template) => {
    expect(failure(template, text, long)).toEqual(["template_limit", "/messages/0/content"]);
  });

  it("a filter that cannot process a value reports it", () => {
    expect(failure("{{ a | url_decode }}", text, { a: "%E0%A4%A" })).toEqual([
      "invalid_variable_type",
      "/messages/0/content",
    ]);
  });
});

describe("messages", () => {
  const examples = [{ input: "in {{ a }}", output: "out" }];
  const system: Message = { role: "system", content: "s" };
  const user: Message = { role: "user", content: "u" };
  const render = (messages: Content["messages"], placeholders?: Record<string, Message[]>) =>
    compileContent({ type: "chat", messages, examples, variables: [variable("a")] })
      .render({ a: "A" }, placeholders)
      .map((entry) => ("placeholder" in entry ? `<${entry.placeholder}>` : `${entry.role}:${entry.content}`));

  it("few-shot pairs are after the leading instructions, or at their marker", () => {
    expect(render([system, { role: "developer", content: "d" }, user])).toEqual([
      "system:s",
      "developer:d",
      "user:in A",
      "assistant:out",
      "user:u",
    ]);
    expect(render([system])).toEqual(["system:s", "user:in A", "assistant:out"]);
    expect(render([user, { placeholder: "examples" }, system])).toEqual([
      "user:u",
      "user:in A",
      "assistant:out",
      "system:s",
    ]);
  });

  it("placeholders are kept until they are filled", () => {
    const messages = [system, { placeholder: "history" }, user];
    const plain = ["system:s", "user:in A", "assistant:out", "<history>", "user:u"];
    expect(render(messages)).toEqual(plain);
    expect(render(messages, { other: [user] })).toEqual(plain);
    expect(
      render(messages, {
        history: [
          { role: "user", content: "{{ a }}" },
          { role: "assistant", content: "2" },
        ],
      }),
    ).toEqual(["system:s", "user:in A", "assistant:out", "user:{{ a }}", "assistant:2", "user:u"]);
    expect(render(messages, { history: [] })).toHaveLength(4);
  });

  it("a placeholder refuses instructions", () => {
    expect(() => render([{ placeholder: "history" }], { history: [user, system] })).toThrow(
      expect.objectContaining({
        code: "invalid_request",
        errors: [expect.objectContaining({ pointer: "/placeholders/history/1/role" })],
      }),
    );
    expect(() => render([user], { history: "x" as never })).toThrow(
      expect.objectContaining({ code: "invalid_request" }),
    );
    expect(() => render([user], { history: [null as never] })).toThrow(
      expect.objectContaining({ code: "invalid_request" }),
    );
  });

  it("keeps a message's name and never shares objects between renderings", () => {
    const compiled = compileContent(content("x", [], { messages: [{ role: "user", content: "x", name: "Ann" }] }));
    const [first] = compiled.render();
    expect(first).toEqual({ role: "user", content: "x", name: "Ann" });
    expect(compiled.render()[0]).not.toBe(first);
  });
});

describe("the fast path", () => {
  const names = ["a", "b", "c_1"];
  const piece = fc.constantFrom(
    "{{ a }}",
    "{{b}}",
    "{{\tc_1\n}}",
    "{{a }}",
    "{",
    "}",
    "}}",
    " ",
    "\n",
    "text",
    "%}",
    "{ {",
    "é🎭",
    "'",
    "{{a}}}",
    "{{{a}}",
  );
  const value = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.jsonValue({ maxDepth: 2 }),
  );

  it("gives the same result as Liquid, for every text it supports", () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), fc.tuple(value, value, value), (pieces, values) => {
        const text = pieces.join("");
        const plain = compilePlain(text, names);
        if (!plain) return;
        taken++;
        expect(plain({ names, values, texts: [] })).toBe(compileLiquid(text)({ names, values, texts: [] }));
      }),
      { numRuns: cases(1_000) },
    );
    expect(taken).toBeGreaterThan(cases(300));
  });

  it.each([
    "{% if a %}{% endif %}",
    "{{ a | upcase }}",
    "{{- a }}",
    "{{ a.b }}",
    "{{ nobody }}",
    "{{ true }}",
    "{{ 'a' }}",
    "{{{ a }}",
    "{{ a",
  ])("passes %s to Liquid", (text) => {
    expect(compilePlain(text, [...names, "true"])).toBeNull();
  });
});

it("the number and roles of messages never depend on the values", () => {
  const compiled = compileContent({
    type: "chat",
    messages: [
      { role: "system", content: "{{ a }}" },
      { role: "user", content: "{% if a != '' %}{{ a }}{% endif %}" },
    ],
    variables: [variable("a")],
  });
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (a) => {
      const expected = [
        { role: "system", content: a },
        { role: "user", content: a },
      ];
      expect(compiled.render({ a })).toEqual(expected);
    }),
  );
});
