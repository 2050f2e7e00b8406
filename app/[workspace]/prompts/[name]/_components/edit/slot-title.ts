const titles: Record<string, string> = { history: "Chat history", examples: "Examples" };

/** What a placeholder is called on the page. */
export const slotTitle = (placeholder: string): string => titles[placeholder] ?? "Messages";
