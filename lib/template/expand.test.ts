import { describe, expect, it } from "vitest";
import type { Content, Variable } from "./content";
import { expandSnippets, type LoadSnippet, snippetNames } from "./expand";

const text = (body: string, more: Partial<Content> = {}): Content => ({
  type: "chat",
  messages: [{ role: "system", content: body }],
  ...more,
});

/** Finds snippets by "name@version". Without a version the highest one is found. */
function library(snippets: Record<string, Content>): LoadSnippet {
  return (name, version) => {
    const versions = Object.keys(snippets)
      .filter((key) => key.startsWith(`${name}@`))
      .map((key) => Number(key.slice(name.length + 1)));
    const found = version ?? Math.max(...versions);
    const content = snippets[`${name}@${found}`];
    return content ? { name, version: found, content } : null;
  };
}

const body = (content: Content) => content.messages.map((entry) => ("content" in entry ? entry.content : ""))[0];
const expand = (source: string, snippets: Record<string, Content>, self?: string) =>
  body(expandSnippets(text(source), library(snippets), self).content);

function failure(run: () => unknown) {
  try {
    run();
  } catch (error) {
    const { code, message, errors } = error as { code: string; message: string; errors: Record<string, unknown>[] };
    return { code, message, ...errors[0] };
  }
  throw new Error("it was expanded");
}

describe("expandSnippets", () => {
  it("inserts the text unchanged", () => {
    const snippets = { "s/tone@1": text("Be {{ tone }}, $& {% if a %}b{% endif %}.\n") };
    expect(expand("A {% render 's/tone' %} B", snippets)).toBe("A Be {{ tone }}, $& {% if a %}b{% endif %}.\n B");
    expect(expand("{% render \"s/tone\" %}{%render 's/tone'%}", snippets)).toBe(
      `${body(snippets["s/tone@1"])}`.repeat(2),
    );
  });

  it("strips spaces like Liquid", () => {
    const snippets = { "s@1": text(" x ") };
    expect(expand("A \n{%- render 's' %} B", snippets)).toBe("A x  B");
    expect(expand("A {% render 's' -%}\n\u00a0B", snippets)).toBe("A  x B");
    expect(expand("{{ a }} {%- render 's' -%} {{ b }}", snippets)).toBe("{{ a }} x {{ b }}");
  });

  it("keeps raw text and comments", () => {
    const source = "{% raw %}{% render 's' %}{% endraw %}{% comment %}{% render 't' %}{% endcomment %}";
    expect(expand(source, {})).toBe(source);
    expect(snippetNames(text(source))).toEqual([]);
  });

  it("supports examples and nested tags", () => {
    const content = text("{% if a %}{% render 's' %}{% endif %}", {
      examples: [{ input: "{% render 's' %}", output: "o" }],
    });
    const { content: expanded } = expandSnippets(content, library({ "s@1": text("x") }));
    expect(expanded).toEqual(text("{% if a %}x{% endif %}", { examples: [{ input: "x", output: "o" }] }));
  });

  it("pins directly used snippets by name; keeps given pins; drops unused ones", () => {
    const snippets = {
      "b@1": text("old"),
      "b@2": text("new"),
      "a@5": text("[{% render 'b' %}]", { snippets: [{ name: "b", version: 1 }] }),
    };
    const source = "{% render 'b' %}{% render 'a' %}";
    const fresh = expandSnippets(text(source), library(snippets));
    expect(fresh.pins).toEqual([
      { name: "a", version: 5 },
      { name: "b", version: 2 },
    ]);
    expect(body(fresh.content)).toBe("new[old]");
    expect(fresh.content).not.toHaveProperty("snippets");
    const pinned = text(source, {
      snippets: [
        { name: "b", version: 1 },
        { name: "gone", version: 9 },
      ],
    });
    expect(expandSnippets(pinned, library(snippets)).pins).toEqual([
      { name: "a", version: 5 },
      { name: "b", version: 1 },
    ]);
  });

  it("collects the declarations of snippets of all levels, each name once", () => {
    const variable = (name: string, value: string): Variable => ({
      name,
      type: "string",
      required: false,
      default: value,
    });
    const snippets = {
      "a@1": text("{% render 'b' %}", { variables: [variable("x", "a")], snippets: [{ name: "b", version: 1 }] }),
      "b@1": text("", { variables: [variable("x", "b"), variable("y", "b")] }),
    };
    expect(expandSnippets(text("{% render 'a' %}"), library(snippets)).variables).toEqual([
      variable("x", "a"),
      variable("y", "b"),
    ]);
  });
});

describe("refusals", () => {
  it("an unknown snippet or version, with its place", () => {
    expect(failure(() => expand("a\n {% render 'no' %}", {}))).toMatchObject({
      code: "include_not_found",
      pointer: "/messages/0/content",
      line: 2,
      column: 2,
    });
    const pinned = text("{% render 's' %}", { snippets: [{ name: "s", version: 7 }] });
    expect(failure(() => expandSnippets(pinned, library({ "s@1": text("x") }))).code).toBe("include_not_found");
  });

  it("a cycle, naming it", () => {
    const snippets = { "a@1": text("{% render 'b' %}"), "b@1": text("{% render 'a' %}") };
    expect(failure(() => expand("{% render 'a' %}", snippets))).toMatchObject({
      code: "include_cycle",
      message: expect.stringContaining("a → b → a"),
    });
    expect(failure(() => expand("{% render 'a' %}", snippets, "b")).message).toContain("b → a → b");
    expect(failure(() => expand("{% render 'me' %}", {}, "me")).code).toBe("include_cycle");
  });

  it("six levels, but not five, in any order", () => {
    const snippets = Object.fromEntries(
      Array.from({ length: 6 }, (_, level) => [
        `s${level}@1`,
        text(level === 5 ? "end" : `{% render 's${level + 1}' %}`),
      ]),
    );
    expect(expand("{% render 's1' %}", snippets)).toBe("end");
    expect(failure(() => expand("{% render 's0' %}", snippets)).code).toBe("include_depth");
    expect(failure(() => expand("{% render 's1' %}{% render 's0' %}", snippets)).code).toBe("include_depth");
  });

  it("a prompt of several messages, or of a placeholder", () => {
    const two: Content = { type: "chat", messages: [...text("a").messages, ...text("b").messages] };
    const open: Content = { type: "chat", messages: [{ placeholder: "history" }] };
    for (const snippet of [two, open])
      expect(failure(() => expand("{% render 's' %}", { "s@1": snippet })).code).toBe("include_not_text");
  });

  it("arguments, and text that cannot be read", () => {
    expect(failure(() => expand("{% render 's', a: 1 %}", { "s@1": text("x") }))).toMatchObject({
      code: "template_syntax",
      column: 1,
    });
    expect(failure(() => expand("{% render 's' %}", { "s@1": text("{{ x") })).code).toBe("template_syntax");
  });

  it("more than 1 MiB, before it is built", () => {
    const tenfold = (name: string) => text(`{% render '${name}' %}`.repeat(100));
    const snippets = { "a@1": tenfold("b"), "b@1": tenfold("c"), "c@1": tenfold("d"), "d@1": text("x".repeat(10_000)) };
    expect(failure(() => expand("{% render 'a' %}", snippets)).code).toBe("template_too_large");
  });
});
