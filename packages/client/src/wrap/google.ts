import { Call, type Readers, type Reading, type Recorder, type WrapOptions, watchCall, wrapMethods } from "./watch";
import { referenceOf } from "./with-prompt";

type Candidate = { content?: { parts?: { text?: string }[] }; finishReason?: string };
type Answer = {
  modelVersion?: string;
  candidates?: Candidate[];
  promptFeedback?: { blockReason?: string };
  usageMetadata?: { promptTokenCount?: number; candidatesTokenCount?: number; thoughtsTokenCount?: number };
};

const refusals = ["SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII", "RECITATION", "IMAGE_SAFETY"];

function read(answer: unknown): Reading & { text: string } {
  const { modelVersion: model, candidates = [], promptFeedback, usageMetadata: usage } = answer as Answer;
  const [candidate] = candidates;
  const isRefused = promptFeedback?.blockReason !== undefined || refusals.includes(candidate?.finishReason ?? "");
  const { promptTokenCount: inputTokens, candidatesTokenCount, thoughtsTokenCount = 0 } = usage ?? {};
  const outputTokens = candidatesTokenCount === undefined ? undefined : candidatesTokenCount + thoughtsTokenCount;
  const text = (candidate?.content?.parts ?? []).map((part) => part.text ?? "").join("");
  return { model, inputTokens, outputTokens, ...(isRefused && { refused: true }), text };
}

const content: Readers = {
  whole(answer) {
    const { text, ...reading } = read(answer);
    return { refused: false, ...reading, output: text };
  },
  piece(piece) {
    const { text, ...reading } = read(piece);
    return { ...reading, output: text, isToken: text !== "" };
  },
};

/**
 * Returns a client of @google/genai that reports each call made from a prompt: latency, time to the first token,
 * tokens, cost, refusals.
 */
export function wrapGoogle<Google extends object>(
  google: Google,
  understudy: Recorder,
  options: WrapOptions = {},
): Google {
  return wrapMethods(google, ["models.generateContent", "models.generateContentStream"], (request, send) => {
    const reference = referenceOf(request);
    return reference ? watchCall(new Call(understudy, reference, options, request), send, content) : send();
  });
}
