import { fewShot, langChainChain, langChainParts, structured } from "./lang-chain-fixtures";

/** A file in the format of another tool. */
export type ImportFixture = { format: string; name: string; text: string };

const json = (format: string, name: string, value: unknown): ImportFixture => ({
  format,
  name,
  text: JSON.stringify(value, null, 2),
});

const langfuse = {
  data: [
    {
      id: "c1",
      name: "support/reply",
      version: 1,
      type: "chat",
      prompt: [
        { role: "system", content: "@@@langfusePrompt:name=Base tone|label=production@@@ Be brief, {{user}}." },
        { type: "placeholder", name: "history" },
        { type: "chatmessage", role: "user", content: "{{question}}" },
      ],
      config: {
        model: "gpt-4o",
        temperature: 0.3,
        my_flag: true,
        tools: [{ type: "function", function: { name: "find_order" } }],
        response_format: {
          type: "json_schema",
          json_schema: {
            name: "reply",
            strict: true,
            schema: { type: "object", properties: { a: { type: "string" } } },
          },
        },
      },
      labels: ["production", "latest"],
      tags: ["support"],
      commitMessage: "Shorter",
      createdAt: "2026-01-01T00:00:00Z",
      projectId: "p1",
      isActive: true,
    },
    {
      name: "Base tone",
      version: 2,
      type: "text",
      prompt: "Be warm.",
      config: { role: "tone" },
      labels: ["production"],
    },
  ],
  meta: { page: 1, totalItems: 2 },
};

const promptLayer = {
  id: 1,
  prompt_name: "welcome",
  version: 4,
  commit_message: "Shorter",
  tags: ["onboarding"],
  labels: ["prod"],
  prompt_template: {
    type: "chat",
    messages: [
      {
        role: "system",
        template_format: "f-string",
        content: [{ type: "text", text: 'Hi {name} {"a": 1} {{name}} @@@tone@@@' }],
        input_variables: ["name"],
      },
      { role: "placeholder", name: "turns" },
      { role: "user", template_format: "jinja2", content: [{ type: "text", text: "{{ q | upper }}" }] },
    ],
    functions: [{ name: "find_order", parameters: { type: "object" } }],
    tool_choice: "auto",
    input_variables: ["name", "q"],
  },
  metadata: {
    model: {
      provider: "openai",
      name: "gpt-4o",
      parameters: { temperature: 0, response_format: { type: "json_object" } },
    },
    owner: "growth",
  },
  llm_kwargs: { model: "gpt-4o" },
};

const pezzo = {
  promptId: "1",
  sha: "9f8e",
  settings: { model: "gpt-4", temperature: 0.7 },
  content: { messages: [{ role: "user", content: 'Hello {name} {"a":1}' }] },
};

const dotprompt = `---
model: googleai/gemini-2.0-flash
config:
  temperature: 0.9
  version: 2
input:
  schema:
    location: string
    style?: string, how to sound
  default:
    location: a restaurant
    nobody: 3
output:
  format: json
  schema:
    greeting: string
metadata:
  owner: growth
maxTurns: 4
tools:
  - findOrder
---
{{role "system"}}
You are at {{location}}.

{{history}}

{{role "user"}}
Greet{{#if style}} in the style of {{style}}{{/if}}.
`;

const humanloop = `---
model: gpt-4o
provider: openai
endpoint: chat
temperature: 1.0
max_tokens: -1
attributes:
  team: growth
---
<system>
  Write a song about {{topic}}
</system>

<user>
{{question}}
</user>
`;

const prompty = `---
name: Support reply
description: Answers a customer
authors:
  - Kim
tags: [support]
model:
  api: chat
  configuration:
    type: azure_openai
    azure_deployment: gpt-4o
    azure_endpoint: \${env:AZURE_OPENAI_ENDPOINT}
  parameters:
    max_tokens: 300
    temperature: 0.2
    tools:
      - type: function
        function:
          name: find_order
inputs:
  customer:
    type: string
    description: who asks
    sample: Kim
  question:
    type: string
    default: Where is it?
  loose: a sample
sample:
  customer: Kim
template: jinja2
extra: 1
---
system:
Answer {{ customer | upper }} kindly.{% if question %} They ask.{% endif %}

user:
{{ question }}
`;

const githubModels = `name: Summarize
description: Shortens a text
model: openai/gpt-4o-mini
modelParameters:
  temperature: 0.5
  maxTokens: 200
messages:
  - role: system
    content: You shorten texts.
  - role: user
    content: 'Shorten: {{input}}'
responseFormat: json_schema
jsonSchema: '{"name": "summary", "strict": true, "schema": {"type": "object", "properties": {"text": {"type": "string"}}}}'
testData:
  - input: A long text
    expected: A text
evaluators:
  - name: Contains
    string:
      contains: text
`;

const promptfoo = `description: Support
prompts:
  - 'Answer {{ question }} for {{ name | upper }}'
  - id: chat
    label: Chat
    raw: '[{"role": "system", "content": "Be brief"}, {"role": "user", "content": "{{question}}", "cache": true}]'
    config:
      prefix: a
providers:
  - id: openai:chat:gpt-4o
    config:
      temperature: 0.1
tests:
  - vars:
      question: Where is it?
    assert:
      - type: contains
        value: track
outputPath: out.json
`;

const semanticKernel = `name: Greet
description: Greets a guest
template_format: semantic-kernel
template: |
  <message role="system">Be kind to {{$guest}}.</message>
  <message role="user">{{$question}} {"a": 1}</message>
input_variables:
  - name: guest
    description: who comes
    is_required: true
  - name: question
    default: Hello
    json_schema: '{"type": "string"}'
output_variable:
  description: the greeting
execution_settings:
  default:
    model_id: gpt-4o
    temperature: 0.4
    function_choice_behavior:
      type: auto
`;

const openai = {
  model: "gpt-4o",
  temperature: 0.2,
  stream: true,
  user: "u-1",
  messages: [
    { role: "system", content: "Be brief.", name: "policy" },
    { role: "user", content: [{ type: "text", text: "Hello {{name}} {other}" }] },
  ],
  tools: [{ type: "function", function: { name: "find_order" } }],
  response_format: { type: "json_schema", json_schema: { name: "r", schema: { type: "object", properties: {} } } },
  some_new_parameter: 3,
};

const responses = {
  model: "gpt-4.1",
  instructions: "Be brief.",
  input: [{ type: "message", role: "user", content: [{ type: "input_text", text: "Hello {{name}}" }] }],
  reasoning: { effort: "low" },
  text: {
    format: { type: "json_schema", name: "r", schema: { type: "object", properties: { a: { type: "string" } } } },
  },
  previous_response_id: "resp_1",
};

const anthropic = {
  model: "claude-3-5-sonnet-latest",
  max_tokens: 500,
  system: [{ type: "text", text: "Be brief.", cache_control: { type: "ephemeral" } }],
  messages: [{ role: "user", content: "Hello {{name}}" }],
  tools: [{ name: "find_order", input_schema: { type: "object" } }],
  stop_sequences: ["END"],
  thinking: { type: "enabled", budget_tokens: 1024 },
  metadata: { user_id: "u-1" },
  inference_geo: "eu",
};

const call = { id: "call_1", type: "function", function: { name: "find_order", arguments: '{"id": 7}' } };

const openaiTools = {
  model: "gpt-4o",
  messages: [
    {
      role: "user",
      content: [
        { type: "text", text: "What is this, {{name}}?" },
        { type: "image_url", image_url: { url: "https://example.com/{{picture}}.png", detail: "low" } },
      ],
    },
    { role: "assistant", content: null, tool_calls: [call] },
    { role: "tool", tool_call_id: "call_1", content: "On its way" },
  ],
};

const anthropicTools = {
  model: "claude-3-5-sonnet-latest",
  max_tokens: 100,
  messages: [
    {
      role: "user",
      content: [
        {
          type: "image",
          source: { type: "base64", media_type: "image/png", data: "aGk=" },
          cache_control: { type: "ephemeral" },
        },
        { type: "text", text: "What is this?" },
      ],
    },
    {
      role: "assistant",
      content: [
        { type: "text", text: "I look." },
        { type: "tool_use", id: "t1", name: "look", input: { at: 1 } },
      ],
    },
    {
      role: "user",
      content: [
        { type: "tool_result", tool_use_id: "t1", content: "A tent" },
        { type: "text", text: "And?" },
      ],
    },
  ],
};

/** At least one file of every import format, with fields that have no counterpart. */
export const importFixtures: readonly ImportFixture[] = [
  { format: "dotprompt", name: "greeting.prompt", text: dotprompt },
  { format: "humanloop", name: "song.prompt", text: humanloop },
  { format: "prompty", name: "prompts/support.prompty", text: prompty },
  { format: "github-models", name: "summarize.prompt.yml", text: githubModels },
  { format: "promptfoo", name: "promptfooconfig.yaml", text: promptfoo },
  { format: "semantic-kernel", name: "greet.yaml", text: semanticKernel },
  { format: "semantic-kernel", name: "Plugins/Fun/Joke/skprompt.txt", text: "Tell a joke about {{$input}}.\n" },
  { format: "text", name: "notes/tone.md", text: "---\ntitle: Tone\ntags: [a]\n---\nBe warm to {{name}}.\n" },
  { format: "text", name: "tone.txt", text: "{name} is kept, {{ customer }} is a variable." },
  json("langfuse", "langfuse.json", langfuse),
  json("promptlayer", "welcome.json", promptLayer),
  json("langsmith", "chain.json", {
    owner: "me",
    repo: "support-reply",
    commit_hash: "3f2a",
    manifest: langChainChain,
  }),
  json("langsmith", "structured.json", structured),
  json("langsmith", "few-shot.json", fewShot),
  json("pezzo", "greet.json", pezzo),
  json("openai", "request.json", openai),
  json("openai", "responses.json", responses),
  json("openai", "openai-tools.json", openaiTools),
  json("anthropic", "anthropic-tools.json", anthropicTools),
  json("langsmith", "parts.json", langChainParts),
  json("anthropic", "claude.json", anthropic),
  json("messages", "chat.json", [
    { role: "system", content: "Be brief." },
    { role: "user", content: "Hello {{name}}", id: 4 },
  ]),
];
