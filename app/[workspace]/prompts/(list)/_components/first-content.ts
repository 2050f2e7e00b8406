import type { CreatePromptInput } from "@/lib/registry/schema";

type ContentInput = CreatePromptInput["content"];

/** The initial content of a new prompt. */
export const firstContents = {
  chat: {
    type: "chat",
    messages: [
      {
        role: "system",
        content:
          "You answer questions of our customers.\nAnswer in the language of the question, in at most 150 words.\nIf you do not know, say so.",
      },
      { role: "user", content: "{{ message }}" },
    ],
  },
  text: {
    type: "text",
    messages: [{ role: "user", content: "Sum up this text in three sentences.\n\n{{ text }}" }],
  },
} satisfies Record<"chat" | "text", ContentInput>;
