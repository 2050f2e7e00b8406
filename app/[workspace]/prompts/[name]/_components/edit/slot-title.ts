const titles: Record<string, string> = { history: "Chat history", examples: "Examples" };

/** Returns the label of a placeholder. */
export const slotTitle = (placeholder: string): string => titles[placeholder] ?? "Messages";
