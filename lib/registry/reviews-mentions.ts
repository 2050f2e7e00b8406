/** The names that a text mentions with "@". The longest name counts: "@Anna Berg" does not mention Anna. Pure. */
export function mentionedNames(text: string, names: readonly string[]): Set<string> {
  const found = new Set<string>();
  let rest = text;
  for (const name of [...new Set(names)].toSorted((a, b) => b.length - a.length)) {
    const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const next = rest.replace(new RegExp(`@${escaped}(?![\\p{L}\\p{N}])`, "gu"), " ");
    if (next !== rest) found.add(name);
    rest = next;
  }
  return found;
}
