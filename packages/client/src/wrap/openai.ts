import { Call, type Readers, type Reading, type Recorder, type WrapOptions, watchCall, wrapMethods } from "./watch";
import { referenceOf } from "./with-prompt";

type Usage = {
  prompt_tokens?: number;
  completion_tokens?: number;
  input_tokens?: number;
  output_tokens?: number;
} | null;
type Choice = {
  message?: { content?: unknown; refusal?: unknown };
  delta?: { content?: unknown; refusal?: unknown; tool_calls?: unknown };
  finish_reason?: string | null;
};
type Answer = { model?: string; usage?: Usage; choices?: Choice[] };
type ContentPart = { type?: string; refusal?: unknown };
type Response = {
  model?: string;
  usage?: Usage;
  status?: string;
  output_text?: unknown;
  output?: { content?: ContentPart[] }[];
};
type ResponseEvent = { type?: string; delta?: unknown; response?: Response };

const tokens = (usage: Usage | undefined): Pick<Reading, "inputTokens" | "outputTokens"> => ({
  inputTokens: usage?.prompt_tokens ?? usage?.input_tokens,
  outputTokens: usage?.completion_tokens ?? usage?.output_tokens,
});

const chat: Readers = {
  whole(answer) {
    const { model, usage, choices = [] } = answer as Answer;
    const [choice] = choices;
    const refused = Boolean(choice?.message?.refusal) || choice?.finish_reason === "content_filter";
    return { model, ...tokens(usage), refused, output: choice?.message?.content };
  },
  piece(piece) {
    const { model, usage, choices = [] } = piece as Answer;
    const [choice] = choices;
    const { content, refusal, tool_calls: calls } = choice?.delta ?? {};
    const isRefused = Boolean(refusal) || choice?.finish_reason === "content_filter";
    return {
      model,
      ...tokens(usage),
      ...(isRefused && { refused: true }),
      output: content,
      isToken: Boolean(content || refusal || calls),
    };
  },
};

function readResponse({ model, usage, output = [], output_text: text }: Response): Reading {
  const parts = output.flatMap(({ content = [] }) => content);
  return { model, ...tokens(usage), refused: parts.some(({ type }) => type === "refusal"), output: text };
}

const responses: Readers = {
  whole: (answer) => readResponse(answer as Response),
  piece(piece) {
    const { type = "", delta, response } = piece as ResponseEvent;
    if (/^response\.(completed|incomplete|failed)$/.test(type) && response) return readResponse(response);
    return { isToken: type.endsWith(".delta"), ...(type === "response.output_text.delta" && { output: delta }) };
  },
};

const methods: Record<string, Readers> = {
  "chat.completions.create": chat,
  "chat.completions.parse": chat,
  "chat.completions.stream": chat,
  "responses.create": responses,
  "responses.parse": responses,
};

/**
 * Returns an OpenAI client that reports each call made from a prompt: latency, time to the first token, tokens, cost,
 * refusals. Streams report tokens if the request asks for them (`stream_options: { include_usage: true }`).
 */
export function wrapOpenAI<OpenAI extends object>(
  openai: OpenAI,
  understudy: Recorder,
  options: WrapOptions = {},
): OpenAI {
  return wrapMethods(openai, Object.keys(methods), (request, send, path) => {
    const reference = referenceOf(request);
    if (!reference) return send();
    return watchCall(new Call(understudy, reference, options, request), send, methods[path] ?? chat);
  });
}
