const mentionPattern = /(?:^|\s)@([\p{L}\p{M}\p{N}.'’-]*(?: [\p{L}\p{M}\p{N}.'’-]*){0,5})$/u;

/** Returns what is written after the "@" that the text ends with; null if it does not end with a mention. Pure. */
export function mentionBefore(text: string): string | null {
  return mentionPattern.exec(text)?.[1] ?? null;
}

const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase();

/**
 * Returns the people with a part of the name that starts so, whatever its accents. A whole name comes first. Nobody if
 * the name is complete. Pure.
 */
export function peopleNamed<Person extends { name: string }>(people: readonly Person[], wanted: string): Person[] {
  const start = plain(wanted);
  const isWhole = ({ name }: Person) => plain(name) === start;
  if (start.endsWith(" ") && people.some(({ name }) => plain(name) === start.trimEnd())) return [];
  const found = people.filter(({ name }) => ` ${plain(name)}`.includes(` ${start}`));
  const [whole, longer] = [found.filter(isWhole), found.filter((person) => !isWhole(person))];
  return longer.length === 0 && whole.some(({ name }) => name === wanted) ? [] : [...whole, ...longer];
}
