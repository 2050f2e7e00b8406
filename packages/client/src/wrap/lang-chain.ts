import type { PromptReference } from "../api";
import { Call, type Recorder, type WrapOptions } from "./watch";

type Generation = {
  text?: string;
  message?: {
    usage_metadata?: { input_tokens?: number; output_tokens?: number };
    response_metadata?: Record<string, unknown>;
  };
};
type Result = {
  generations?: Generation[][];
  llmOutput?: { tokenUsage?: { promptTokens?: number; completionTokens?: number } };
};
type Metadata = Record<string, unknown> | undefined;

/**
 * Returns a callback handler for LangChain. It reports each model call whose metadata contain a prompt:
 * `model.invoke(messages, { callbacks: [handler], metadata: { understudy: prompt.reference } })`.
 */
export function langChainHandler(understudy: Recorder, options: WrapOptions = {}) {
  const calls = new Map<string, Call>();
  const begin = (input: unknown, runId: string, metadata: Metadata) => {
    const reference = metadata?.understudy as PromptReference | undefined;
    if (reference?.interactionId) calls.set(runId, new Call(understudy, reference, options, input));
  };
  const end = (runId: string, isWhole: boolean) => {
    calls.get(runId)?.report(isWhole);
    calls.delete(runId);
  };
  return {
    name: "understudy",
    handleLLMStart(
      _model: unknown,
      prompts: string[],
      runId: string,
      _parent?: string,
      _extra?: unknown,
      _tags?: string[],
      metadata?: Metadata,
    ) {
      begin(prompts, runId, metadata);
    },
    handleChatModelStart(
      _model: unknown,
      messages: unknown,
      runId: string,
      _parent?: string,
      _extra?: unknown,
      _tags?: string[],
      metadata?: Metadata,
    ) {
      begin(messages, runId, metadata);
    },
    handleLLMNewToken(_token: string, _place: unknown, runId: string) {
      calls.get(runId)?.noteToken();
    },
    handleLLMEnd(result: unknown, runId: string) {
      const { generations = [], llmOutput } = result as Result;
      const generation = generations[0]?.[0];
      const usage = generation?.message?.usage_metadata;
      const {
        model_name: model,
        finish_reason: reason,
        stop_reason: stop,
      } = generation?.message?.response_metadata ?? {};
      calls.get(runId)?.read({
        model: typeof model === "string" ? model : undefined,
        inputTokens: usage?.input_tokens ?? llmOutput?.tokenUsage?.promptTokens,
        outputTokens: usage?.output_tokens ?? llmOutput?.tokenUsage?.completionTokens,
        ...((reason === "content_filter" || stop === "refusal") && { refused: true }),
        output: generation?.text,
      });
      end(runId, true);
    },
    handleLLMError(_error: unknown, runId: string) {
      end(runId, false);
    },
  };
}
