import fc from "fast-check";
import type { Content, Variable } from "@/lib/template/content";

const word = fc.constantFrom("name", "topic", "items", "is_vip", "tone", "user");
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.string({ maxLength: 30 }).filter((text) => !/[{}\0]/.test(text)) },
  { weight: 2, arbitrary: word.map((name) => `{{ ${name} }}`) },
  word.map((name) => `{{${name}}}`),
  word.map((name) => `{{ user.${name} }}`),
  word.map((name) => `{{ ${name} | upcase }}`),
  word.map((name) => `{% if ${name} %}yes{% else %}no{% endif %}`),
  word.map((name) => `{%- for each in ${name} %}\n- {{ each }}\n{%- endfor %}`),
  fc.constantFrom(
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "{% raw %}{{ raw }}{% endraw %}",
    "{",
    "}",
    "\\",
    "---",
    "\n---\n",
    "# no",
  ),
  fc.constantFrom('{% raw %}{{role "user"}}{% endraw %}', "{{ history }}", "& <b>", "\u2028", "\u0085", "😀", "\t"),
  fc.constantFrom("<system>", "null", "yes", "1e3", ": ", " #", "*a", "&a", "!!x", "%", "@", "`", '"', "'"),
);

/** A template that parses, with what is hard to write down in other formats. */
const anyTemplate = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));

const cleanText = (maxLength: number) =>
  fc.string({ maxLength, unit: "grapheme" }).filter((text) => !text.includes("\0"));
// A field called "__proto__" is the one thing an import refuses.
const json = fc
  .jsonValue({ maxDepth: 3 })
  .filter((value) => !JSON.stringify(value).includes('"__proto__"'))
  .map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const record = fc
  .dictionary(
    cleanText(12).filter((key) => key !== "__proto__"),
    json,
    { maxKeys: 4 },
  )
  .map((value) => ({ ...value }) as Record<string, unknown>);

const role = fc.constantFrom("system", "user", "assistant", "developer", "tool");
const message = fc.record(
  { role, content: anyTemplate, name: fc.constantFrom("ana", "bot-2") },
  { requiredKeys: ["role", "content"] },
);
const placeholders = fc.subarray(["history", "examples", "context"]);

const values = {
  string: cleanText(20),
  number: fc.integer(),
  boolean: fc.boolean(),
  array: fc.array(json),
  object: record,
};

const declared = (name: string): fc.Arbitrary<Variable> =>
  fc
    .constantFrom("string" as const, "number" as const, "boolean" as const, "array" as const, "object" as const)
    .chain((type) =>
      fc.record(
        {
          name: fc.constant(name),
          type: fc.constant(type),
          required: fc.boolean(),
          default: values[type] as fc.Arbitrary<unknown>,
          description: cleanText(40),
        },
        { requiredKeys: ["name", "type", "required"] },
      ),
    ) as fc.Arbitrary<Variable>;

const names = ["name", "topic", "items", "is_vip", "tone", "user", "history", "each", "raw"];
const variables = fc
  .shuffledSubarray(["extra_1", "extra_2"])
  .chain((extra) => fc.tuple(...[...names, ...extra].map(declared)));

/** Any content of a version, its variables declared. */
export const anyContent = fc
  .tuple(
    fc.constantFrom("chat" as const, "text" as const),
    fc.array(message, { minLength: 1, maxLength: 4 }),
    placeholders,
    fc.record(
      {
        examples: fc.array(fc.record({ input: anyTemplate, output: anyTemplate }), { maxLength: 2 }),
        model: fc.record(
          {
            provider: fc.constantFrom("openai", "google", "googleai", "my/gateway"),
            name: cleanText(10).filter((text) => text !== ""),
            parameters: record,
          },
          { requiredKeys: ["provider", "name"] },
        ),
        responseSchema: fc.oneof(
          record,
          record.map((properties) => ({ type: "object", properties })),
        ),
        tools: fc.array(
          fc.oneof(
            record,
            cleanText(8).map((name) => ({ type: "function", function: { name } })),
          ),
          { maxLength: 2 },
        ),
      },
      { requiredKeys: [] },
    ),
    variables,
  )
  .map(([type, messages, places, rest, declarations]): Content => {
    const entries =
      type === "text" ? messages.slice(0, 1) : [...messages, ...places.map((placeholder) => ({ placeholder }))];
    return { type, messages: entries, ...rest, variables: declarations } as Content;
  });
