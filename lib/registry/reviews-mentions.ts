/** A name as a pattern, with either apostrophe: phones type "’" for "'". Pure. */
export const namePattern = (name: string): string =>
  `${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/['’]/g, "['’]")}(?![\\p{L}\\p{N}])`;

/** The names that a text mentions with "@". The longest name counts: "@Anna Berg" does not mention Anna. Pure. */
export function mentionedNames(text: string, names: readonly string[]): Set<string> {
  const found = new Set<string>();
  let rest = text;
  for (const name of [...new Set(names)].toSorted((a, b) => b.length - a.length)) {
    const next = rest.replace(new RegExp(`@${namePattern(name)}`, "gu"), " ");
    if (next !== rest) found.add(name);
    rest = next;
  }
  return found;
}
