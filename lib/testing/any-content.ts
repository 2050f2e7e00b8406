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

/** A valid template with text that is difficult to express in other formats. */
const anyTemplate = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));

const cleanText = (maxLength: number) =>
  fc.string({ maxLength, unit: "grapheme" }).filter((text) => !text.includes("\0"));
// Without the key "__proto__", which an import refuses.
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
const cacheControl = fc.constantFrom({ type: "ephemeral" }, { type: "ephemeral", ttl: "1h" });
const address = fc.constantFrom("https://example.com/a.png", "https://example.com/{{ topic }}.png");
const source = fc.constantFrom(
  { variable: "photo" },
  { data: "iVBORw0KGgo=", media_type: "image/png" },
  { url: "https://example.com/b.pdf" },
);
const part = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record(
      { type: fc.constant("text"), text: anyTemplate, cache_control: cacheControl },
      { requiredKeys: ["type", "text"] },
    ),
  },
  fc.record(
    { type: fc.constant("image"), url: address, detail: fc.constantFrom("low", "high") },
    { requiredKeys: ["type", "url"] },
  ),
  source.map((one) => ({ type: "image", ...one })),
  fc.record({
    type: fc.constant("file"),
    data: fc.constant("JVBERi0="),
    media_type: fc.constant("application/pdf"),
    filename: fc.constantFrom("a.pdf", "b.pdf"),
  }),
);
/** A text, as in most messages, or parts. */
const anyMessageContent = fc.oneof(
  { weight: 6, arbitrary: anyTemplate },
  fc.array(part, { minLength: 1, maxLength: 3 }),
);
const call = fc.record({
  id: fc.constantFrom("call_1", "call_2"),
  type: fc.constant("function"),
  function: fc.record({ name: fc.constantFrom("find", "send"), arguments: fc.constantFrom("{}", '{"id":"A-1"}') }),
});
const message = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record(
      { role, content: anyMessageContent, name: fc.constantFrom("ana", "bot-2") },
      { requiredKeys: ["role", "content"] },
    ),
  },
  fc.record({
    role: fc.constant("assistant"),
    content: anyTemplate,
    tool_calls: fc.array(call, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ role: fc.constant("tool"), content: anyTemplate, tool_call_id: fc.constantFrom("call_1", "call_2") }),
);
const placeholders = fc
  .subarray(["history", "examples", "context"])
  .chain((names) =>
    fc.tuple(
      ...names.map((placeholder) =>
        fc.record({ placeholder: fc.constant(placeholder), optional: fc.boolean() }, { requiredKeys: ["placeholder"] }),
      ),
    ),
  );

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

/** Any content of a version, with its variables declared. */
export const anyContent = fc
  .tuple(
    fc.constantFrom("chat" as const, "text" as const),
    fc.array(message, { minLength: 1, maxLength: 4 }),
    placeholders,
    fc.record(
      {
        examples: fc.array(fc.record({ input: anyMessageContent, output: anyTemplate }), { maxLength: 2 }),
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
        responseFormat: fc.record(
          { name: fc.constantFrom("answer", "reply"), strict: fc.boolean() },
          { requiredKeys: [] },
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
    const isText = messages[0] && typeof messages[0].content === "string";
    const entries = type === "text" && isText ? messages.slice(0, 1) : [...messages, ...places];
    const variables = [...declarations, { name: "photo", type: "image", required: false }];
    return { type: isText ? type : "chat", messages: entries, ...rest, variables } as Content;
  });
