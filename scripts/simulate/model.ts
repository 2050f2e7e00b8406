import { offlineAnswer } from "@/lib/evaluation/models/offline/answer";
import type { ModelMessage } from "@/lib/evaluation/models/types";
import { messageTexts } from "@/lib/template/requests/spoken";
import { aboutTokens } from "@/lib/template/token-estimate";
import type { Random } from "./scenes";

/** The fields of resolve's answer that an application needs. */
export type Resolved = {
  version: number;
  /** Filled messages. A placeholder without messages has no content. */
  messages: (ModelMessage | { placeholder: string })[];
  model: { provider: string; name: string; parameters?: Record<string, unknown> } | null;
  responseSchema?: Record<string, unknown> | null;
  assignment: { reason: string; variant: string | null };
};

export type Output = {
  text: string;
  measures: { latencyMs: number; ttftMs: number; inputTokens: number; outputTokens: number; costUsd: number };
};

/** Calls the offline model without delay, with the reported times and costs of a real model. */
export function askModel({ messages: renderedMessages, model, responseSchema }: Resolved, random: Random): Output {
  const messages = renderedMessages.filter((message): message is ModelMessage => "content" in message);
  const { text } = offlineAnswer({
    provider: "offline",
    name: "understudy-offline",
    messages,
    parameters: model?.parameters ?? {},
    ...(responseSchema && { responseSchema }),
  });
  const inputTokens = messageTexts(messages).reduce((sum, { text: said }) => sum + aboutTokens(said), 0);
  const outputTokens = aboutTokens(text);
  const ttftMs = Math.round(260 + 300 * random());
  const latencyMs = Math.round(ttftMs + outputTokens * (9 + 5 * random()));
  const costUsd = Number(((inputTokens * 0.4 + outputTokens * 1.6) / 1e6).toFixed(7));
  return { text, measures: { latencyMs, ttftMs, inputTokens, outputTokens, costUsd } };
}
