import { describe, expect, it, vi } from "vitest";
import type { Content } from "./content";
import { compileContent } from "./render";

const values = {
  text: "a".repeat(30_000),
  pattern: `${"a".repeat(7_500)}b${"a".repeat(7_500)}`,
  items: Array.from({ length: 15_000 }, (_, index) => index),
  records: Array.from({ length: 3_000 }, (_, index) => ({ id: index })),
  nested: [Array.from({ length: 15_000 }, (_, index) => index)],
  object: Object.fromEntries(Array.from({ length: 4_000 }, (_, index) => [`k${index}`, index])),
};
const typeOf = (value: unknown) => (Array.isArray(value) ? "array" : typeof value === "object" ? "object" : "string");
const variables = Object.entries(values).map(
  ([name, value]) => ({ name, type: typeOf(value), required: true }) as const,
);
const compile = (...texts: string[]) =>
  compileContent({
    type: "chat",
    messages: texts.map((content) => ({ role: "user" as const, content })),
    variables,
  } satisfies Content);
const failure = (...texts: string[]) => {
  try {
    compile(...texts).render(values);
  } catch (error) {
    const { code, errors } = error as { code: string; errors: { pointer: string }[] };
    return [code, errors[0]?.pointer];
  }
  return null;
};
const times = (count: number, text: string) => `{% for i in (1..${count}) %}${text}{% endfor %}`;

describe("too much work is refused by its cost, not by time", () => {
  it.each([
    times(99, times(999, "x")),
    times(3_000, "{{ i }}{{ i }}{{ i }}{{ i }}{{ i }}{{ i }}{{ i }}{{ i }}"),
    times(50, `{{ 1 ${"| plus: 1 ".repeat(2_000)} }}`),
    times(50, `{% if ${"i == 0 or ".repeat(2_000)} false %}{% endif %}`),
    times(50, `{% case i %}{% when ${"'x', ".repeat(2_000)} 'y' %}{% endcase %}`),
    times(3_000, "{{ '2026-01-01' | date: '%A %B' }}"),
    times(10, "{% if items contains -1 %}{% endif %}"),
    times(10, "{% if nested == nested %}{% endif %}"),
    times(10, "{% case nested %}{% when nested %}{% endcase %}"),
    times(10, "{% for x in object limit: 1 %}{% endfor %}"),
    times(10, "{% for x in items reversed %}{% break %}{% endfor %}"),
    times(10, "{{ items | sort | first }}"),
    times(10, "{{ items | sum }}"),
    times(10, "{{ records | where: 'id', 1 | size }}"),
    times(10, "{{ records | has: 'id', -1 }}"),
    times(10, "{{ records | find: 'id', nested }}"),
    "{% if text contains pattern %}{% endif %}",
    "{{ text | split: pattern | size }}",
    "{{ text | remove_last: pattern | size }}",
    "{{ text | replace: pattern, '' | size }}",
  ])("%s", (text) => {
    expect(failure(text)).toEqual(["template_too_slow", "/messages/0/content"]);
  });

  it("all messages share the limit, and the most expensive one is reported", () => {
    const light = times(1_000, "{{ i }}");
    expect(failure(light)).toBeNull();
    expect(failure(...Array.from({ length: 50 }, () => light))?.[0]).toBe("template_too_slow");
    expect(failure(light, times(9_999, "{{ i }}"), light, light, light)).toEqual([
      "template_too_slow",
      "/messages/1/content",
    ]);
  });

  it("every rendering has its own limit", () => {
    const compiled = compile(times(5_000, "{{ i }}"));
    for (let count = 0; count < 5; count++) expect(compiled.render(values)).toHaveLength(1);
  });

  it("a clock that jumps causes no refusal", () => {
    let now = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => {
      now += 60_000;
      return now;
    });
    try {
      expect(failure("{% if text %}{% for i in (1..20) %}{{ i }}{% endfor %}{% endif %}")).toBeNull();
    } finally {
      clock.mockRestore();
    }
  });
});

it.each([
  "{{ text | strip | upcase | truncate: 100 }}",
  "{% for record in records %}{{ forloop.index }}. {{ record.id }}\n{% endfor %}",
  "{% for record in records limit: 200 %}{% if forloop.index < records.size %}{{ records | size }}{% endif %}{% endfor %}",
  "{{ records | map: 'id' | join: ', ' }}{% if text contains 'needle' %}x{% endif %}",
  "{{ text | split: ' ' | first }}{{ items | sort | last }}",
  times(100, "{{ '2026-01-01' | date: '%Y-%m-%d' }}"),
])("a usual template is rendered: %s", (text) => {
  expect(failure(text)).toBeNull();
});
