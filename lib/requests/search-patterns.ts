/** A searched text as patterns: of the text itself, and of the text within stored JSON. */
type Patterns = { plain: string; inJson: string };

const jsonOf = (text: string) => JSON.stringify(text).slice(1, -1);
const likePattern = (text: string) => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

/** Returns a regular expression in which each letter beyond ASCII has both cases. */
function regexOf(text: string): string {
  return [...text]
    .map((letter) => {
      if (/^[\x20-\x7e]$/.test(letter)) return letter.replace(/[^a-z\d ]/i, "\\$&");
      const cases = [...new Set([letter, letter.toLowerCase(), letter.toUpperCase()])].filter(isOneLetter);
      return cases.length > 1 ? `[${cases.join("")}]` : letter;
    })
    .join("");
}
const isOneLetter = (text: string) => [...text].length === 1;

/** Returns the patterns for ClickHouse's LIKE over texts in lower case. Pure. */
export function lowerPatterns(search: string): Patterns {
  const lower = search.toLowerCase();
  return { plain: likePattern(lower), inJson: likePattern(jsonOf(lower)) };
}

/**
 * Returns the patterns for PostgreSQL, which ignore case, and their operator. ILIKE knows the cases of letters beyond
 * ASCII only in some locales; the embedded database has the locale C. Pure.
 */
export function anyCasePatterns(search: string): Patterns & { operator: "ilike" | "~*" } {
  if (![...search].some((letter) => letter > "\x7f" && letter.toLowerCase() !== letter.toUpperCase()))
    return { operator: "ilike", plain: likePattern(search), inJson: likePattern(jsonOf(search)) };
  return { operator: "~*", plain: regexOf(search), inJson: regexOf(jsonOf(search)) };
}
