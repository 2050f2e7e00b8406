import type { ScorerInput } from "@/lib/evaluation/scorers/schema";
import type { Content } from "@/lib/template/content";
import { deskQueues, wholeEnd } from "./scenes";

/** A plausible change of a prompt that makes it worse. */
export type Flop = {
  prompt: string;
  /** The message of the version. */
  message: string;
  /** Returns the changed content. Pure. */
  worsen: (content: Content) => Content;
  /** The scorer that detects it, if nothing measures the prompt yet. */
  scorer: ScorerInput;
};

const tokens = 64;

/** In order of preference. The first one whose guard is not in its cooldown is used. */
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
