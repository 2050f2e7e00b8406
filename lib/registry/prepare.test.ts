import { describe, expect, it } from "vitest";
import type { Content } from "@/lib/template/content";
import type { LoadSnippet } from "@/lib/template/expand";
import { prepareParsed } from "./prepare";
import { parseContent } from "./schema";

const content = (text: string, more: object = {}) =>
  parseContent({ messages: [{ role: "system", content: text }], ...more });
const none: LoadSnippet = () => null;

describe("prepareParsed", () => {
  it("adds the variables and is stable if its result is saved again", () => {
    const first = prepareParsed(content("Hi {{ name }}"), none);
    expect(first.content.variables).toEqual([{ name: "name", type: "string", required: true, inferred: true }]);
    expect(first.expanded).toBeNull();
    expect(first.contentHash).toMatch(/^[0-9a-f]{64}$/);
    expect(prepareParsed(parseContent(JSON.parse(JSON.stringify(first.content))), none)).toEqual(first);
  });

  it("keeps the hashes of versions from before parts and settings", () => {
    const saved = {
      type: "chat",
      messages: [{ role: "system", content: "Be {{ tone }}." }, { placeholder: "history" }],
      examples: [{ input: "Hi", output: "Hello" }],
      model: { provider: "openai", name: "gpt-4o", parameters: { temperature: 0.2, stop: ["END"] } },
      variables: [{ name: "tone", type: "string", required: true, description: "How." }],
      responseSchema: { type: "object" },
      tools: [{ name: "find", parameters: {} }],
    };
    const { content: kept, contentHash } = prepareParsed(parseContent(saved), none);
    expect(kept).toEqual(saved);
    expect(contentHash).toBe("990cb054bf07b20bddb789284fe8daed09ac3c95adc780a6804829e0ed36ed72");
  });

  it("gives the same hash for any order of keys", () => {
    const [one, other] = [
      { provider: "p", name: "n" },
      { name: "n", provider: "p" },
    ];
    const hash = (model: object) => prepareParsed(content("x", { model }), none).contentHash;
    expect(hash(one)).toBe(hash(other));
    expect(hash(one)).not.toBe(hash({ provider: "p", name: "m" }));
  });

  it("pins snippets and adds their variables to the served content, the prompt's own first", () => {
    const snippet: Content = content("Be {{ tone }} to {{ name }}.", {
      variables: [{ name: "tone", required: false, default: "kind" }, { name: "name" }],
    });
    const load: LoadSnippet = (name) => ({ name, version: 4, content: snippet });
    const prepared = prepareParsed(content("{% render 's' %} {{ name }}"), load);
    expect(prepared.content.snippets).toEqual([{ name: "s", version: 4 }]);
    expect(prepared.content.variables?.map(({ name }) => name)).toEqual(["name"]);
    expect(prepared.expanded).toEqual({
      type: "chat",
      messages: [{ role: "system", content: "Be {{ tone }} to {{ name }}. {{ name }}" }],
      variables: [
        { name: "name", type: "string", required: true, inferred: true },
        { name: "tone", type: "string", required: false, default: "kind" },
      ],
    });
  });

  it("requires no declaration for a snippet's variables, but for the prompt's own", () => {
    const load: LoadSnippet = (name) => ({
      name,
      version: 1,
      content: content("{{ tone }}", { variables: [{ name: "tone" }] }),
    });
    expect(prepareParsed(content("{% render 's' %}", { variables: [] }), load).expanded?.variables).toHaveLength(1);
    expect(() => prepareParsed(content("{% render 's' %}{{ other }}", { variables: [] }), load)).toThrow(
      expect.objectContaining({ code: "undeclared_variable" }),
    );
  });

  it("counts variables including those of the snippets, declared or found in the text", () => {
    const many = Array.from({ length: 201 }, (_, index) => `{{ v${index} }}`).join("");
    expect(() => prepareParsed(content(many), none)).toThrow(expect.objectContaining({ code: "too_many_variables" }));
  });

  it("reports every broken template before it looks for snippets", () => {
    const broken = parseContent({
      messages: ["{{ a", "{% render 'no' %}", "{{ b | c }}"].map((text) => ({ role: "user", content: text })),
    });
    expect(() => prepareParsed(broken, none)).toThrow(
      expect.objectContaining({ code: "template_syntax", errors: [expect.anything(), expect.anything()] }),
    );
  });
});
