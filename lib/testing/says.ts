/** A chat with one message. */
export const says = (text: string) => ({ messages: [{ role: "system" as const, content: text }] });

/** A text that other prompts include. */
export const snippet = (text: string) => ({ type: "text" as const, messages: [{ content: text }] });
