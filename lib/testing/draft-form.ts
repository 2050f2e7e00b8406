import type { DraftForm } from "@/lib/registry/working-draft";

/** The editor's draft of a chat with these user messages. */
export const draftFormOf = (...contents: string[]): DraftForm => ({
  type: "chat",
  entries: contents.map((content, index) => ({ id: `m${index}`, kind: "message", role: "user", content })),
  examples: [],
  variables: [],
  removed: [],
  model: { provider: "", name: "", temperature: "", maxTokens: "", maxTokensKey: "max_tokens", other: "" },
  responseSchema: "",
  tools: "",
  pins: [],
});
