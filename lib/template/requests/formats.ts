/** The formats with a `request`: the body of a provider's call, or the input of a library. */
export const requestFormats = ["openai", "openai-responses", "anthropic", "google", "ai-sdk", "langchain"] as const;
export type RequestFormat = (typeof requestFormats)[number];

/** All formats of resolve. `messages` is neutral, `text` is the whole prompt as one text. */
export const formats = ["messages", "text", ...requestFormats] as const;
export type Format = (typeof formats)[number];

/** Whether an answer in this format has a `request`. */
export function isRequestFormat(format: Format): format is RequestFormat {
  return format !== "messages" && format !== "text";
}
