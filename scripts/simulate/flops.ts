import type { ScorerInput } from "@/lib/evaluation/scorers/schema";
import type { Content } from "@/lib/template/content";
import { deskQueues, wholeEnd } from "./scenes";

/** A change that somebody could well make, and regret. */
export type Flop = {
  prompt: string;
  /** What its author writes beside it. */
  message: string;
  /** The content, changed that way. Pure. */
  worsen: (content: Content) => Content;
  /** What notices, where nothing watches the prompt yet. */
  scorer: ScorerInput;
};

const tokens = 64;

/** In the order in which they are taken; the first that is not cooling down. */
export const flops: readonly Flop[] = [
  {
    prompt: "support/reply",
    message: `At most ${tokens} tokens: answers got long, and cost`,
    worsen: (content) => ({
      ...content,
      model: {
        provider: "openai",
        name: "gpt-4.1-mini",
        ...content.model,
        parameters: { ...content.model?.parameters, max_tokens: tokens },
      },
    }),
    scorer: {
      id: "whole",
      name: "Ends with a whole sentence",
      type: "regex",
      dimension: "format",
      threshold: 1,
      pattern: wholeEnd,
    },
  },
  {
    prompt: "support/triage",
    message: "Orders get a queue of their own",
    worsen: (content) => {
      const schema = structuredClone(content.responseSchema ?? {}) as { properties?: { queue?: { enum?: unknown[] } } };
      const queues = ["order", ...(schema.properties?.queue?.enum ?? deskQueues)];
      if (schema.properties?.queue) schema.properties.queue.enum = queues;
      const messages = content.messages.map((message) =>
        "content" in message && message.role === "system" && typeof message.content === "string"
          ? { ...message, content: message.content.replace(/^Queues: .*$/m, `Queues: ${queues.join(", ")}.`) }
          : message,
      );
      return { ...content, messages, responseSchema: schema };
    },
    scorer: {
      id: "sorts",
      name: "The desk can sort it",
      type: "json_schema",
      dimension: "format",
      threshold: 1,
      schema: { type: "object", required: ["queue"], properties: { queue: { enum: [...deskQueues] } } },
    },
  },
];
