import { describe, expect, it } from "vitest";
import type { Content, Variable } from "@/lib/template/content";
import type { SnippetShelf } from "./draft-snippets";
import { previewContent } from "./preview";

const none: SnippetShelf = { found: [], missing: [] };
const text = (name: string, more = {}) => ({ name, type: "string" as const, required: true, ...more });

type Options = { variables?: Variable[]; samples?: Record<string, string>; shelf?: SnippetShelf };

function preview(content: string, { variables = [text("who")], samples = {}, shelf = none }: Options = {}) {
  const whole: Content = { type: "chat", messages: [{ role: "system", content }], variables };
  return previewContent({ content: whole, inherited: [], shelf, samples, promptName: "p" });
}
const pieces = (...input: Parameters<typeof preview>) =>
  preview(...input)[0]?.blocks.flatMap((block) => block.paragraphs.flat().map(({ kind, text }) => `${kind}:${text}`));

describe("a rendered template", () => {
  it("shows which parts are values", () => {
    expect(pieces("Hi {{ who }}!", { samples: { who: "Lena" } })).toEqual(["text:Hi ", "value:Lena", "text:!"]);
    expect(pieces("{{- who | upcase -}} !", { samples: { who: "Lena" } })).toEqual(["text:LENA!"]);
  });

  it("distinguishes variables without a sample from undeclared ones", () => {
    expect(pieces("{{ who }} {{ policy_url }}")).toEqual(["unset:who", "text: ", "missing:policy_url"]);
  });

  it("reports an image without a sample, and omits an optional one", () => {
    const image = (name: string, required: boolean) => ({ name, type: "image" as const, required });
    const parts = ["photo", "logo"].map((variable) => ({ type: "image" as const, variable }));
    const content: Content = {
      type: "chat",
      messages: [{ role: "user", content: [{ type: "text", text: "What is this?" }, ...parts] }],
      variables: [image("photo", true), image("logo", false)],
    };
    const [message] = previewContent({ content, inherited: [], shelf: none, samples: {}, promptName: "p" });
    const shown = message?.blocks.flatMap(({ paragraphs }) =>
      paragraphs.flat().map(({ kind, text }) => `${kind}:${text}`),
    );
    expect(shown?.join("")).toContain("unset:photo");
    expect(shown?.join("")).not.toContain("logo");
  });

  it("uses defaults, renders optional ones as empty, and reads values by their type", () => {
    const variables = [
      text("greeting", { default: "Hello" }),
      text("note", { required: false }),
      { name: "is_late", type: "boolean" as const, required: true },
    ];
    const template = "{{ greeting }}{{ note }}{% if is_late %} late{% else %} on time{% endif %}";
    expect(pieces(template, { variables, samples: { is_late: "yes" } })).toEqual(["value:Hello", "text: late"]);
    expect(pieces(template, { variables, samples: { is_late: "no" } })).toEqual(["value:Hello", "text: on time"]);
  });

  it("keeps any text, and splits it into paragraphs", () => {
    const [message] = preview("a\nb\n\n\nc \uE000 {% raw %}{{ x }}{% endraw %}");
    expect(message?.blocks[0]?.paragraphs.map(([piece]) => piece?.text)).toEqual(["a\nb", "c  {{ x }}"]);
  });
});

it("names the snippet of a part, once for nested snippets", () => {
  const one = (name: string, content: string) => ({
    name,
    version: 4,
    requestedVersion: null,
    content: { type: "text" as const, messages: [{ role: "user" as const, content }] },
  });
  const shelf = { found: [one("shared/tone", "Be {% render 'in' %} {{ who }}"), one("in", "kind")], missing: [] };
  const [message] = preview("A\n\n{% render 'shared/tone' %}\n\nZ", { shelf, samples: { who: "Lena" } });
  expect(message?.blocks).toEqual([
    { snippet: null, paragraphs: [[{ kind: "text", text: "A" }]] },
    {
      snippet: { name: "shared/tone", version: 4 },
      paragraphs: [
        [
          { kind: "text", text: "Be " },
          { kind: "text", text: "kind" },
          { kind: "text", text: " " },
          { kind: "value", text: "Lena" },
        ],
      ],
    },
    { snippet: null, paragraphs: [[{ kind: "text", text: "Z" }]] },
  ]);
});

it("shows the other messages if one cannot be rendered", () => {
  const messages = [{ role: "user" as const, content: "fine" }];
  const content: Content = {
    type: "chat",
    messages: [{ role: "system", content: "{% if" }, ...messages],
    variables: [],
  };
  const shown = previewContent({ content, inherited: [], shelf: none, samples: {}, promptName: "p" });
  expect(shown.map(({ error }) => error === null)).toEqual([false, true]);
});
