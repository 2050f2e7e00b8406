import { inputWords } from "@/lib/telemetry/input-words";

const excerptLength = 240;

/** Returns the beginning of an input or output as one line of text, or null. Pure. */
export function excerptOf(text: string | null): string | null {
  if (text === null) return null;
  const words = inputWords(text).replaceAll(/\s+/g, " ").trim();
  const characters = [...words];
  return characters.length > excerptLength
    ? `${characters
        .slice(0, excerptLength - 1)
        .join("")
        .trimEnd()}…`
    : words;
}
