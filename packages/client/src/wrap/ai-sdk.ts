import type { PromptReference } from "../api";
import { Call, type Reading, type Recorder, type WrapOptions } from "./watch";

// The parts of the AI SDK's middleware that are used here, for its versions 5 (flat usage) and 6.
type Tokens = number | { total?: number | undefined } | undefined;
type Finish = { usage?: { inputTokens?: Tokens; outputTokens?: Tokens }; finishReason?: string | { unified?: string } };
type StreamPart = Finish & { type: string; text?: string; delta?: string; modelId?: string };
type Generated = Finish & { content?: StreamPart[]; response?: { modelId?: string } };
type Streamed = { stream: ReadableStream<StreamPart> };
type Generation<Result> = {
  params: { providerOptions?: Record<string, unknown> | undefined; prompt?: unknown };
  doGenerate: () => PromiseLike<Result>;
  doStream: () => PromiseLike<Result>;
};

const count = (tokens: Tokens) => (typeof tokens === "object" ? tokens.total : tokens);

function readFinish({ usage, finishReason }: Finish): Reading {
  const reason = typeof finishReason === "object" ? finishReason.unified : finishReason;
  return {
    inputTokens: count(usage?.inputTokens),
    outputTokens: count(usage?.outputTokens),
    ...(reason === "content-filter" && { refused: true }),
  };
}

/**
 * Returns a middleware for `wrapLanguageModel` of the AI SDK. It reports each call whose `providerOptions` contain a
 * prompt: `providerOptions: { understudy: prompt.reference }`.
 */
export function aiSdkMiddleware(understudy: Recorder, options: WrapOptions = {}) {
  const begin = ({ params }: Pick<Generation<unknown>, "params">): Call | null => {
    const reference = params.providerOptions?.understudy as PromptReference | undefined;
    return reference?.interactionId ? new Call(understudy, reference, options, params.prompt) : null;
  };
  return {
    specificationVersion: "v3" as const,
    async wrapGenerate<Result>(generation: Omit<Generation<Result>, "doStream">): Promise<Result> {
      const call = begin(generation);
      try {
        const result = await generation.doGenerate();
        const { content = [], response, ...finish } = result as Generated;
        const output = content.map(({ text = "" }) => text).join("");
        call?.read({ model: response?.modelId, ...readFinish(finish), output });
        call?.report(true);
        return result;
      } catch (error) {
        call?.report(false);
        throw error;
      }
    },
    async wrapStream<Result>(generation: Omit<Generation<Result>, "doGenerate">): Promise<Result> {
      const call = begin(generation);
      if (!call) return generation.doStream();
      try {
        const result = await generation.doStream();
        return { ...result, stream: watchStream(call, (result as Streamed).stream) };
      } catch (error) {
        call.report(false);
        throw error;
      }
    },
  };
}

function watchStream(call: Call, stream: ReadableStream<StreamPart>): ReadableStream<StreamPart> {
  const texts: string[] = [];
  let isWhole = false;
  const end = () => {
    if (texts.length > 0) call.read({ output: texts.join("") });
    call.report(isWhole);
  };
  const reader = stream.getReader();
  return new ReadableStream<StreamPart>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) {
          end();
          return controller.close();
        }
        if (value.type.endsWith("-delta")) call.noteToken();
        if (value.type === "text-delta" && call.options.content) texts.push(value.delta ?? "");
        if (value.type === "response-metadata") call.read({ model: value.modelId });
        if (value.type === "finish") {
          call.read(readFinish(value));
          isWhole = true;
        }
        controller.enqueue(value);
      } catch (error) {
        end();
        controller.error(error);
      }
    },
    async cancel(reason) {
      end();
      await reader.cancel(reason);
    },
  });
}
