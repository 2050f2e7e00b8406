import { Call, type Readers, type Recorder, type WrapOptions, watchCall, wrapMethods } from "./watch";
import { referenceOf } from "./with-prompt";

type Usage = {
  input_tokens?: number | null;
  output_tokens?: number | null;
  cache_creation_input_tokens?: number | null;
  cache_read_input_tokens?: number | null;
};
type Message = {
  model?: string;
  usage?: Usage;
  stop_reason?: string | null;
  content?: { type?: string; text?: string }[];
};
type Event = {
  type?: string;
  message?: Message;
  delta?: { type?: string; text?: string; stop_reason?: string | null };
  usage?: Usage;
};

// Tokens that were read from or written to the prompt cache are input tokens too.
const inputTokens = (usage: Usage | undefined) =>
  usage?.input_tokens == null
    ? undefined
    : usage.input_tokens + (usage.cache_creation_input_tokens ?? 0) + (usage.cache_read_input_tokens ?? 0);

const messages: Readers = {
  whole(answer) {
    const { model, usage, stop_reason: stop, content = [] } = answer as Message;
    const output = content.map(({ text = "" }) => text).join("");
    return {
      model,
      inputTokens: inputTokens(usage),
      outputTokens: usage?.output_tokens ?? undefined,
      refused: stop === "refusal",
      output,
    };
  },
  piece(piece) {
    const { type, message, delta, usage } = piece as Event;
    if (type === "message_start") return { model: message?.model, inputTokens: inputTokens(message?.usage) };
    if (type === "content_block_delta") return { isToken: true, output: delta?.text };
    if (type !== "message_delta") return {};
    return {
      outputTokens: usage?.output_tokens ?? undefined,
      inputTokens: inputTokens(usage),
      ...(delta?.stop_reason === "refusal" && { refused: true }),
    };
  },
};

/**
 * Returns an Anthropic client that reports each call made from a prompt: latency, time to the first token, tokens,
 * cost, refusals.
 */
export function wrapAnthropic<Anthropic extends object>(
  anthropic: Anthropic,
  understudy: Recorder,
  options: WrapOptions = {},
): Anthropic {
  return wrapMethods(
    anthropic,
    ["messages.create", "messages.stream", "beta.messages.create", "beta.messages.stream"],
    (request, send) => {
      const reference = referenceOf(request);
      return reference ? watchCall(new Call(understudy, reference, options, request), send, messages) : send();
    },
  );
}
