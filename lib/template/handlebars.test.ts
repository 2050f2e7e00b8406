import { describe, expect, test } from "vitest";
import { convertFString, convertJinja, convertSingleCurly } from "./curly-templates";
import { convertHandlebars } from "./handlebars";
import { Notes } from "./import-note";
import { positionsIn } from "./positions";
import { compileContent } from "./render";

function convert(text: string) {
  const notes = new Notes(positionsIn(text));
  const pieces = convertHandlebars(text, 0, notes);
  return { text: pieces.map((piece) => ("text" in piece ? piece.text : "")).join(""), notes };
}

const liquid = (text: string) => {
  const { text: result, notes } = convert(text);
  expect(notes.problems).toEqual([]);
  return result;
};

/** Renders the converted template with these values. */
function fill(template: string, values: Record<string, unknown>) {
  const variables = Object.entries(values).map(([name, value]) => ({
    name,
    required: false,
    type: (Array.isArray(value) ? "array" : typeof value) as "string",
  }));
  const content = {
    type: "text" as const,
    messages: [{ role: "user" as const, content: liquid(template) }],
    variables,
  };
  const [message] = compileContent(content).render(values);
  return message && "content" in message ? message.content : "";
}

describe("Handlebars in Liquid", () => {
  test.each([
    ["Hello {{name}} and {{ city }}", "Hello {{name}} and {{ city }}"],
    ["{{{raw}}} {{& other}}", "{{ raw }} {{ other }}"],
    ["a {{! gone }}b{{!-- {{gone}} --}}c", "a bc"],
    ["{{#if vip}}yes{{else}}no{{/if}}", "{% if vip %}yes{% else %}no{% endif %}"],
    ["{{#if name}}Hi {{name}}{{/if}}", "{% if name != blank %}Hi {{name}}{% endif %}"],
    ["{{#unless a}}x{{/unless}}", "{% unless a %}x{% endunless %}"],
    ["{{#if a}}1{{else if b}}2{{/if}}", "{% if a %}1{% elsif b %}2{% endif %}"],
    [
      "{{#each items}}{{@index}} {{this}} {{this.city}} {{city}} {{../name}}{{/each}}",
      "{% for item in items %}{{ forloop.index0 }} {{ item }} {{ item.city }} {{ item.city }} {{ name }}{% endfor %}",
    ],
    ["{{#each a as |x i|}}{{i}}{{x.b}}{{/each}}", "{% for x in a %}{{ forloop.index0 }}{{x.b}}{% endfor %}"],
    [
      "{{#each a}}{{#each b}}{{this}}{{/each}}{{/each}}",
      "{% for item in a %}{% for item2 in item.b %}{{ item2 }}{% endfor %}{% endfor %}",
    ],
    ["{{items.[0].name}} {{items.0}}", "{{ items[0].name }} {{ items[0] }}"],
    ["{{> shared/tone}}", "{% render 'shared/tone' %}"],
    ["\\{{literal}}", "{% raw %}{{literal}}{% endraw %}"],
    ["{{{{raw}}}}{{ x }}{{{{/raw}}}}", "{% raw %}{{ x }}{% endraw %}"],
    ["{% not a tag %}", "{% raw %}{% not a tag %}{% endraw %}"],
    ['{{#ifEquals a "b"}}x{{/ifEquals}}', '{% if a == "b" %}x{% endif %}'],
    ["{{#items}}{{.}}, {{/items}}", "{% for item in items %}{{ item }}, {% endfor %}"],
    ["{{^none}}nothing{{/none}}", "{% unless none != blank %}nothing{% endunless %}"],
    ["a  {{~name~}}  b", "a{{ name }}b"],
  ])("%s", (handlebars, expected) => {
    expect(liquid(handlebars)).toBe(expected);
  });

  test("a tag alone on its line removes the line", () => {
    const template = "Hi\n{{#each items}}\n- {{this}}\n{{/each}}\n{{#if vip}}\nVIP\n{{/if}}\nbye\n";
    expect(fill(template, { items: ["a", "b"], vip: true })).toBe("Hi\n- a\n- b\nVIP\nbye\n");
    expect(fill(template, { items: [], vip: false })).toBe("Hi\nbye\n");
    expect(fill("{{#if vip}}\nA\n{{/if}}\nB", { vip: true })).toBe("A\nB");
  });

  test("an empty text is falsy, as in Handlebars", () => {
    expect(fill("{{#if name}}Hi {{name}}{{else}}Hi{{/if}}", { name: "" })).toBe("Hi");
  });

  test("unsupported constructs are reported with their place", () => {
    const at = (text: string) =>
      convert(text).notes.problems.map(({ message, line, column }) => [message, line, column]);
    expect(at("Hello\n  {{lookup a b}}")).toEqual([["The helper {{lookup …}} has no equivalent in Liquid.", 2, 3]]);
    expect(at("{{media url=photo}}")[0]?.[0]).toContain("picture");
    expect(at("{{#if a}}never closed")).toEqual([["{{#if}} is never closed.", 1, 1]]);
    expect(at("x {{ open")).toEqual([['A "{{" is never closed.', 1, 3]]);
    expect(at("{{#section}}x{{/section}}")[0]?.[0]).toContain("a condition or a loop");
    expect(at("{{constructor}}")[0]?.[0]).toContain("cannot be the name");
    expect(at("{{@key}}")).toHaveLength(1);
    expect(at("{{../out}}")).toHaveLength(1);
    expect(at("{{/if}}")).toHaveLength(1);
  });

  test("a name that is invalid in Liquid is changed, and reported", () => {
    const { text, notes } = convert("{{user-name}}");
    expect(text).toBe("{{ user_name }}");
    expect(notes.warnings[0]?.message).toContain('"user-name" is called "user_name"');
  });

  test("a long text of opening tags is fast", () => {
    for (const text of [
      "{{".repeat(100_000),
      "{{#if a}}".repeat(20_000),
      "\\{{".repeat(50_000),
      "{{{{a}}}}".repeat(5_000),
    ])
      expect(convert(text).text.length).toBeLessThan(2_000_000);
  });
});

describe("other templates in Liquid", () => {
  const notesFor = (text: string) => new Notes(positionsIn(text));

  test("f-strings", () => {
    expect(convertFString("Hi {name}, {{json}} {{{x}}} {a.b}", notesFor(""))).toBe(
      "Hi {{ name }}, {json} {% raw %}{{% endraw %}{{ x }}} {{ a.b }}",
    );
    expect(convertFString("{{% raw %}} {x}", notesFor(""))).toBe("{% raw %}{% raw %} {% endraw %}{{ x }}");
    const notes = notesFor("a {x!r}");
    convertFString("a {x!r}", notes);
    expect(notes.problems).toMatchObject([{ line: 1, column: 3 }]);
  });

  test("Jinja2, as far as Liquid supports it", () => {
    const text = "{# note #}{% if a %}{{ a | upper }}{% elif b %}{{ loop.index }}{% endif %}";
    expect(convertJinja(text, notesFor(text))).toBe(
      "{% if a %}{{ a | upcase }}{% elsif b %}{{ forloop.index }}{% endif %}",
    );
    const notes = notesFor("");
    convertJinja("{% macro x() %}{% endmacro %}", notes);
    expect(notes.problems).not.toEqual([]);
  });

  test("single braces of Pezzo", () => {
    expect(convertSingleCurly('{ name } and {"json": 1}', notesFor(""))).toBe('{{ name }} and {"json": 1}');
  });
});
