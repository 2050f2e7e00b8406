const node = (path: string, kwargs: unknown) => ({ lc: 1, type: "constructor", id: path.split("."), kwargs });
const template = (text: string, template_format = "f-string") =>
  node("langchain.prompts.prompt.PromptTemplate", { template: text, template_format, input_variables: [] });

const chatTemplate = node("langchain.prompts.chat.ChatPromptTemplate", {
  input_variables: ["question", "tone"],
  optional_variables: ["history"],
  partial_variables: { tone: "warm", today: { lc: 1, type: "not_implemented", id: ["builtins", "function"] } },
  metadata: { lc_hub_owner: "me", lc_hub_repo: "support-reply", lc_hub_commit_hash: "3f2a" },
  messages: [
    node("langchain.prompts.chat.SystemMessagePromptTemplate", { prompt: template("Be {tone} on {today}. {{ }}") }),
    node("langchain_core.prompts.chat.MessagesPlaceholder", {
      variable_name: "history",
      optional: true,
      n_messages: 5,
    }),
    node("langchain.prompts.chat.HumanMessagePromptTemplate", { prompt: template("{{question}}", "mustache") }),
    node("langchain.schema.messages.AIMessage", { content: "{not a variable}" }),
  ],
});

/** A chat template with partial values, bound to a model with tools. */
export const langChainChain = node("langchain.schema.runnable.RunnableSequence", {
  name: "RunnableSequence",
  first: chatTemplate,
  middle: [],
  last: node("langchain.schema.runnable.RunnableBinding", {
    bound: node("langchain.chat_models.azure_openai.AzureChatOpenAI", {
      azure_deployment: "gpt-4o-eu",
      azure_endpoint: "https://x.openai.azure.com",
      openai_api_key: { lc: 1, type: "secret", id: ["AZURE_OPENAI_API_KEY"] },
      temperature: 0.1,
      model_kwargs: { reasoning_effort: "low" },
      custom_headers: { "x-team": "support" },
    }),
    kwargs: {
      tools: [{ type: "function", function: { name: "find_order", parameters: { type: "object", properties: {} } } }],
      tool_choice: "auto",
      stop: ["END"],
      seed: 7,
    },
    config: { tags: ["eu"] },
  }),
});

/** A template with a schema in LangChain's form. */
export const structured = node("langchain_core.prompts.structured.StructuredPrompt", {
  input_variables: ["text"],
  messages: [node("langchain.prompts.chat.HumanMessagePromptTemplate", { prompt: template("Read {text}") })],
  schema_: {
    name: "facts",
    description: "What is said",
    parameters: { type: "object", properties: { a: { type: "string" } } },
  },
  structured_output_kwargs: { method: "json_schema" },
});

/** A template with examples, in the older form. */
export const fewShot = {
  _type: "few_shot",
  input_variables: ["word"],
  prefix: "Give the antonym.",
  suffix: "Word: {word}\nAntonym:",
  example_separator: "\n",
  example_prompt: {
    _type: "prompt",
    template: "Word: {word}\nAntonym: {antonym}",
    input_variables: ["word", "antonym"],
  },
  examples: [
    { word: "happy", antonym: "sad" },
    { word: "{tall}", antonym: "short" },
  ],
  template_format: "f-string",
};

/** A message with several parts, a tool call and its result. */
export const langChainParts = node("langchain_core.prompts.chat.ChatPromptTemplate", {
  messages: [
    node("langchain.prompts.chat.HumanMessagePromptTemplate", {
      prompt: [
        template("What is {thing}?"),
        node("langchain_core.prompts.image.ImagePromptTemplate", { template: { url: "{image_url}", detail: "high" } }),
      ],
    }),
    node("langchain.schema.messages.AIMessage", {
      content: "",
      tool_calls: [{ id: "c1", name: "find", args: { id: 7 }, type: "tool_call" }],
    }),
    node("langchain.schema.messages.ToolMessage", { content: "Here", tool_call_id: "c1" }),
  ],
});
