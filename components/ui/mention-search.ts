const mentionPattern = /(?:^|\s)@([\p{L}\p{M}\p{N}.'’-]*(?: [\p{L}\p{M}\p{N}.'’-]*){0,5})$/u;

/** Returns what is written after the "@" that the text ends with; null if it does not end with a mention. Pure. */
export function mentionBefore(text: string): string | null {
  return mentionPattern.exec(text)?.[1] ?? null;
}

const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase();

/**
 * Returns the people with a part of the name that starts so, whatever its accents: a whole name first, then names that
 * start so. Nobody if the name is complete. Pure.
 */
export function peopleNamed<Person extends { name: string }>(people: readonly Person[], wanted: string): Person[] {
  const start = plain(wanted);
  if (start.endsWith(" ") && people.some(({ name }) => plain(name) === start.trimEnd())) return [];
  const rank = ({ name }: Person) => (plain(name) === start ? 0 : plain(name).startsWith(start) ? 1 : 2);
  const found = people
    .filter(({ name }) => ` ${plain(name)}`.includes(` ${start}`))
    .toSorted((a, b) => rank(a) - rank(b));
  return found.every(({ name }) => name === wanted) ? [] : found;
}
