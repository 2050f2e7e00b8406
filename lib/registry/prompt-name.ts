/** Folders and name, joined by "/". Each part starts with a letter or digit. */
const promptNamePattern = /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/;
export const promptNameMaxLength = 200;

/** The fault in a prompt's full name, as a sentence; null if it is valid. */
export function promptNameFault(name: string): string | null {
  if (name.length > promptNameMaxLength) return `The name is longer than ${promptNameMaxLength} characters.`;
  if (name === "resolve") return 'The API has a path of its own called "resolve". Choose another name.';
  if (promptNamePattern.test(name)) return null;
  return 'A name consists of lowercase letters, digits and . _ - in parts joined by "/". Each part starts with a letter or digit.';
}

/** The closest valid name: "Support / Réply!" becomes "support/reply". Null if nothing remains. */
export function suggestPromptName(text: string): string | null {
  const parts = text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[/\\]+/)
    .map((part) =>
      part
        .trim()
        .replaceAll(/[\s,;:+&]+/g, "-")
        .replaceAll(/[^a-z0-9._-]/g, "")
        .replaceAll(/-{2,}/g, "-")
        .replace(/^[^a-z0-9]+/, "")
        .replace(/[._-]+$/, ""),
    )
    .filter((part) => part !== "");
  return (
    parts
      .join("/")
      .slice(0, promptNameMaxLength)
      .replace(/[/._-]+$/, "") || null
  );
}
