/** The formats that hold a `request`: the body of a provider's call, or what a library takes. */
export const requestFormats = ["openai", "openai-responses", "anthropic", "google", "ai-sdk", "langchain"] as const;
export type RequestFormat = (typeof requestFormats)[number];

/** Every format resolve answers in: `messages` is neutral, `text` is all of it as one text. */
export const formats = ["messages", "text", ...requestFormats] as const;
export type Format = (typeof formats)[number];

/** Whether the format's answer holds a `request`. */
export function isRequestFormat(format: Format): format is RequestFormat {
  return format !== "messages" && format !== "text";
}
