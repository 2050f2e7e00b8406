import { describe, expect, it } from "vitest";
import { assertContent, checkContent } from "./check";
import type { Content, Variable } from "./content";
import { inferVariables } from "./infer";

const declare = (...names: string[]): Variable[] => names.map((name) => ({ name, type: "string", required: true }));
const content = (texts: string[], variables?: Variable[]): Content => ({
  type: "chat",
  messages: texts.map((text) => ({ role: "user", content: text })),
  ...(variables && { variables }),
});
const places = (...args: Parameters<typeof checkContent>) =>
  checkContent(...args).map(({ code, pointer, line, column }) => [code, pointer, line, column]);

describe("checkContent", () => {
  it("finds undeclared variables once per field, with their positions", () => {
    expect(places(content(["{{ a }}", "x\n {{ b }} {{ c }} {{ b }}"], declare("a")))).toEqual([
      ["undeclared_variable", "/messages/1/content", 2, 5],
      ["undeclared_variable", "/messages/1/content", 2, 13],
    ]);
    expect(places(content(["{{ a }}"], []))).toHaveLength(1);
    expect(places(content(["{{ a }}{{ b }}"]))).toEqual([]);
  });

  it("checks examples, too", () => {
    const examples = [{ input: "{{ a }}", output: "{{ b" }];
    expect(places({ ...content(["x"], []), examples })).toEqual([
      ["undeclared_variable", "/examples/0/input", 1, 4],
      ["template_syntax", "/examples/0/output", 1, 1],
    ]);
  });

  it("refuses invalid names of variables, declared or not", () => {
    expect(places(content(["{{ __proto__ }}{{ toString }}"]))).toEqual([
      ["reserved_variable_name", "/messages/0/content", 1, 4],
      ["reserved_variable_name", "/messages/0/content", 1, 19],
    ]);
    expect(places(content(["{{ first-name }}"]))).toEqual([["undeclared_variable", "/messages/0/content", 1, 4]]);
  });

  it("checks names with inserted snippets, and reports positions in the original text", () => {
    const own = content(["Hi\n{% render 's' %} {{ set_by_s }}"], []);
    const expanded = content(["Hi\n{% assign set_by_s = 1 %}{{ tone }} {{ set_by_s }}"], []);
    expect(places(own, expanded)).toEqual([["undeclared_variable", "/messages/0/content", 2, 1]]);
    expect(places(own, content(["{{ broken"], []))).toEqual([["template_syntax", "/messages/0/content", 2, 1]]);
  });

  it("counts the tags of all templates together", () => {
    expect(places(content(["{{ a }}".repeat(3_000), "{{ a }}".repeat(3_000)]))).toEqual([
      ["template_limit", "/messages", 1, 1],
    ]);
  });
});

it("assertContent throws the first code, its place as a text, and all problems", () => {
  expect(() => assertContent(content(["x", "\n{{ a | b }}", "{{"]))).toThrow(
    expect.objectContaining({
      code: "template_syntax",
      message:
        'A value cannot be changed with "b". Common filters: upcase, downcase, truncate, default. (/messages/1/content, line 2, column 1) (and 1 more)',
      errors: [
        expect.objectContaining({ line: 2, column: 1 }),
        expect.objectContaining({ pointer: "/messages/2/content" }),
      ],
    }),
  );
  expect(() => assertContent(content(["{{ a }}"], declare("a")))).not.toThrow();
});

describe("inferVariables", () => {
  it.each([
    ["{{ a }}", "string"],
    ["{{ a | upcase }}", "string"],
    ["{% if a == 'x' %}{% endif %}", "string"],
    ["{% if a %}{{ a }}{% endif %}", "string"],
    ["{% if a %}{% endif %}", "boolean"],
    ["{% if a and b %}{% endif %}", "string"],
    ["{% if a > 3 %}{{ a }}{% endif %}", "number"],
    ["{% if 3 <= a %}{% endif %}", "number"],
    ["{{ a | plus: 1 }}", "number"],
    ["{% for i in b limit: a %}{% endfor %}", "number"],
    ["{% for i in a %}{% endfor %}", "array"],
    ["{{ a[0] }}", "array"],
    ["{{ a.first }}", "array"],
    ["{% if a.size > 0 %}{% endif %}", "array"],
    ["{{ a }} {{ a.size }}", "string"],
    ["{{ a.b }}", "object"],
    ["{% for i in a %}{% endfor %}{{ a.title }}", "object"],
  ])("%s is a %s", (text, type) => {
    expect(inferVariables(content([text])).variables?.find(({ name }) => name === "a")).toEqual({
      name: "a",
      type,
      required: true,
      ...(type !== "array" && type !== "object" && { inferred: true }),
    });
  });

  it("reads all fields in order, each name once", () => {
    const all = { ...content(["{{ b }}{{ a }}", "{{ b }}"]), examples: [{ input: "{{ c }}", output: "" }] };
    expect(inferVariables(all).variables?.map(({ name }) => name)).toEqual(["b", "a", "c"]);
    expect(inferVariables(content(["x"])).variables).toEqual([]);
  });

  it("keeps given variables, and ignores names that a snippet declares", () => {
    const input = content(["{{ a }}"], []);
    expect(inferVariables(input)).toBe(input);
    expect(
      inferVariables(content(["{% render 's' %}{{ a }}{{ b }}"]), content(["{% assign a = 1 %}{{ a }}{{ b }}"]))
        .variables,
    ).toEqual(declare("b").map((variable) => ({ ...variable, inferred: true })));
  });

  it("declares the source of an image or a file once, with its type", () => {
    const parts = [
      { type: "text" as const, text: "{{ a }}" },
      { type: "image" as const, variable: "photo" },
      { type: "image" as const, variable: "photo" },
      { type: "file" as const, variable: "paper" },
    ];
    expect(inferVariables({ type: "chat", messages: [{ role: "user", content: parts }] }).variables).toEqual([
      { name: "a", type: "string", required: true, inferred: true },
      { name: "photo", type: "image", required: true },
      { name: "paper", type: "file", required: true },
    ]);
  });

  it("reports variables of parts that are not declared, or are no images", () => {
    const declared = declare("photo");
    const messages = [{ role: "user" as const, content: [{ type: "image" as const, variable: "photo" }] }];
    const problemsOf = (variables: typeof declared) =>
      checkContent({ type: "chat", messages, variables }).map(({ code, pointer }) => [code, pointer]);
    expect(problemsOf([])).toEqual([["undeclared_variable", "/messages/0/content/0/variable"]]);
    expect(problemsOf(declared)).toEqual([["invalid_variable_type", "/messages/0/content/0/variable"]]);
  });
});
