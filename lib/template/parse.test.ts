import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cases } from "@/lib/testing/properties";
import { analyzeTemplate } from "./parse";

const names = (text: string) => analyzeTemplate(text).variables.map(({ name }) => name);
const faults = (text: string) =>
  analyzeTemplate(text).errors.map(({ message, line, column }) => [message, line, column]);

describe("variables", () => {
  it("are the free ones, each use with its position", () => {
    const text = "Hi {{ name }},\n{% if plan == 'pro' %}  {{ user.email | append: suffix }}{% endif %}";
    expect(analyzeTemplate(text).variables).toEqual([
      { name: "name", use: "text", line: 1, column: 7 },
      { name: "plan", use: "text", line: 2, column: 7 },
      { name: "user", use: "object", line: 2, column: 28 },
      { name: "suffix", use: "text", line: 2, column: 49 },
    ]);
  });

  it.each([
    ["{% assign a = b %}{{ a }}", ["b"]],
    ["{% assign a = a %}{{ a }}", ["a"]],
    ["{% capture a %}{{ b }}{% endcapture %}{{ a }}", ["b"]],
    ["{% for a in b %}{{ a }}{{ forloop.index }}{{ c }}{% else %}{{ d }}{% endfor %}{{ a }}", ["b", "c", "d", "a"]],
    ["{% for a in b limit: c %}{% endfor %}", ["b", "c"]],
    ["{% for a in (1..b) %}{% endfor %}", ["b"]],
    ["{% case a %}{% when b, 'x' %}{{ c }}{% else %}{{ d }}{% endcase %}", ["a", "b", "c", "d"]],
    ["{% unless a %}{% elsif b %}{% endunless %}", ["a", "b"]],
    ["{{ a[b.c] }} {{ 'x' | default: d, allow_false: e }}", ["a", "b", "d", "e"]],
    ["{% comment %}{{ a }}{% endcomment %}{% raw %}{{ b }}{% endraw %}{% # {{ c }} %}", []],
    ["{{ true }} {{ nil }} {{ 'a' }} {{ 1 }} {{ empty }}", []],
    ["{% echo a %}", ["a"]],
  ])("of %s", (text, expected) => {
    expect(analyzeTemplate(text).errors).toEqual([]);
    expect(names(text)).toEqual(expected);
  });
});

it("lists snippets with their positions, not inside comments and raw text", () => {
  const text =
    "{% render 'a' %}\n {%- render \"b/c\" -%}{% raw %}{% render 'd' %}{% endraw %}{% comment %}{% render 'e' %}{% endcomment %}";
  expect(analyzeTemplate(text)).toEqual({
    variables: [],
    snippets: [
      { name: "a", line: 1, column: 1 },
      { name: "b/c", line: 2, column: 2 },
    ],
    errors: [],
  });
});

describe("errors are readable and have a position", () => {
  it.each([
    ["a\n {% if x %}", "This condition has no end: add {% endif %}.", 2, 2],
    ["{%- for a in b -%}", "This loop has no end: add {% endfor %}.", 1, 1],
    ["Hi {{ name }", "This value starts with {{ and has no end: add }}.", 1, 4],
    ["Hi {% if name", "This starts with {% and has no end: add %}.", 1, 4],
    ["x {% raw %} y", "This literal text has no end: add {% endraw %}.", 1, 3],
    ["{% endif %}", "This ends a condition that was not started. Remove it, or add {% if %} before it.", 1, 1],
    [
      "{{ a | shout }}",
      'A value cannot be changed with "shout". Common filters: upcase, downcase, truncate, default.',
      1,
      1,
    ],
    ["{{ }}", "The name of a variable is missing here: for example {{ customer_name }}.", 1, 4],
    ["{% for a of b %}{% endfor %}", "A loop is written {% for item in items %}.", 1, 1],
    ["{% assign a 1 %}", "A name is given to a value with {% assign name = value %}.", 1, 13],
    [
      "{% if a = 1 %}{% endif %}",
      "Something does not belong here. To compare two values write ==. To change a value write | and a filter.",
      1,
      10,
    ],
    ["{% include 'a' %}", "{% include %} cannot be used here. A snippet is inserted with {% render 'name' %}.", 1, 1],
  ])("%j", (text, message, line, column) => {
    expect(faults(text)).toEqual([[message, line, column]]);
  });

  it.each(["layout 'a'", "block a", "tablerow a in b", "liquid", "increment a", "cycle 'a', 'b'", "nope"])(
    "there is no tag {%% %s %%}",
    (tag) => {
      expect(faults(`{% ${tag} %}`)).toHaveLength(1);
    },
  );

  it.each(["sample", "where_exp: 'i', 'i'"])("there is no filter %s", (filter) => {
    expect(faults(`{{ a | ${filter} }}`)).toHaveLength(1);
  });

  it.each([
    ["{{ first name }}", '"name" does not belong here', 10],
    ["{{ a == b c }}", '"c" does not belong here', 11],
    ["{{ name, city }}", '", city" does not belong here', 8],
    ["{% if a b %}{% endif %}", '"b" does not belong here', 9],
  ])("reports what Liquid ignores silently: %s", (text, message, column) => {
    expect(faults(text)).toEqual([[expect.stringContaining(message), 1, column]]);
  });

  it.each(["'a', x: 1", "name", "'a' with b", "'a' for b as c", "", "''", "'a"])(
    "render takes only a quoted name: %s",
    (args) => {
      expect(analyzeTemplate(`{% render ${args} %}`)).toMatchObject({
        snippets: [],
        errors: [{ code: "template_syntax" }],
      });
    },
  );

  it("lists several faults, without consequences of one", () => {
    expect(faults("{{ a | x }}{{ b | y }}")).toHaveLength(2);
    expect(faults("{% if a | x %}b{% else %}c{% endif %}")).toHaveLength(1);
  });
});

describe("limits", () => {
  it.each([
    ["tags", "{{ a }}".repeat(5_001), "template_limit"],
    ["levels", "{% if a %}".repeat(51) + "{% endif %}".repeat(51), "template_limit"],
    ["brackets", `{{ ${"a[".repeat(50_000)} }}`, "template_syntax"],
  ])("of %s", (_, text, code) => {
    expect(analyzeTemplate(text).errors).toMatchObject([{ code }]);
  });

  it("accepts 5,000 tags and 50 levels", () => {
    expect(analyzeTemplate("{{ a }}".repeat(5_000)).errors).toEqual([]);
    expect(analyzeTemplate("{% if a %}".repeat(50) + "{% endif %}".repeat(50)).errors).toEqual([]);
  });
});

it("never throws, and every position is within the text", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ..."{{ }} {% %} {%- -%} if endif for a in b endfor raw endraw comment endcomment render 'a' | : . [ ] ( ) \n".split(
        " ",
      ),
    ),
    fc.constantFrom("{{ a }}", "{% if a %}", "{% endif %}", "{% render 'x' %}", " "),
    fc.string({ maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join(" ");
      const { variables, snippets, errors } = analyzeTemplate(text);
      const lines = text.split("\n");
      for (const { line, column } of [...variables, ...snippets, ...errors]) {
        expect(line).toBeLessThanOrEqual(lines.length);
        expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
      }
    }),
    { numRuns: cases(500) },
  );
});
