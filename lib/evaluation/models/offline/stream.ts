import { setTimeout as sleep } from "node:timers/promises";
import { messageTexts } from "@/lib/template/requests/spoken";
import { aboutTokens } from "@/lib/template/token-estimate";
import type { ModelEvent, ModelRequest } from "../types";
import { offlineAnswer } from "./answer";

const firstDelayMs = 60;
const chunkDelayMs = 8;

/** Splits a text into the chunks in which it is streamed: two or three words each. Joined, they are the text. */
export function chunksOf(text: string): string[] {
  return text.match(/\s*\S+(?:\s+\S+){0,2}\s*$|\s*\S+(?:\s+\S+){0,1}/g) ?? (text ? [text] : []);
}

const estimate = ({ messages, responseSchema, tools }: ModelRequest) =>
  messageTexts(messages).reduce((sum, { text }) => sum + aboutTokens(text), 0) +
  (responseSchema ? aboutTokens(JSON.stringify(responseSchema)) : 0) +
  (tools?.length ? aboutTokens(JSON.stringify(tools)) : 0);

/** Streams the offline answer. Throws the reason of the signal when cancelled. */
export async function* streamOffline(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
  const startedAt = performance.now();
  const { text, tool, finishReason } = offlineAnswer(request);
  await sleep(firstDelayMs, undefined, { signal });
  const ttftMs = Math.round(performance.now() - startedAt);
  if (tool) yield { type: "tool", ...tool };
  for (const [index, chunk] of chunksOf(text).entries()) {
    if (index > 0) await sleep(chunkDelayMs, undefined, { signal });
    yield { type: "text", text: chunk };
  }
  yield {
    type: "finished",
    latencyMs: Math.round(performance.now() - startedAt),
    ttftMs,
    inputTokens: estimate(request),
    outputTokens: aboutTokens(tool ? JSON.stringify(tool) : text),
    costUsd: 0,
    finishReason,
  };
}
