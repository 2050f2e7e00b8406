/** A term that must be found, or must not: consecutive words in this order. */
export type SearchTerm = {
  words: string[];
  /** Whether the last word is a prefix: "ref" finds "refund". False within quotation marks. */
  isOpen: boolean;
  isExcluded: boolean;
};

const mostWords = 32;
const part = /(-?)(?:"([^"]*)("|$)|(\S+))/g;
// The same characters as in the database function plain_words.
const punctuation = /[\s!-/:-@[-`{-~]+/;

/**
 * Parses a search text: every word must be found, "several words" as a phrase, and -word must not be found. Punctuation
 * separates words, so that `{{ customer.name }}` finds exactly these two words. Accepts any text. Pure.
 */
export function parseSearch(text: string): SearchTerm[] {
  const terms: SearchTerm[] = [];
  let count = 0;
  for (const [, minus = "", quoted, closing, plain = ""] of text.matchAll(part)) {
    const words = (quoted ?? plain)
      .split(punctuation)
      .filter(Boolean)
      .slice(0, mostWords - count);
    count += words.length;
    if (words.length > 0) terms.push({ words, isOpen: closing !== '"', isExcluded: minus === "-" });
  }
  return terms;
}

/** The terms as a PostgreSQL tsquery; null if there are none. Pure. */
export function toTsQuery(terms: readonly SearchTerm[]): string | null {
  if (terms.length === 0) return null;
  return terms
    .map(({ words, isOpen, isExcluded }) => {
      const lexemes = words.map((word, index) => spellings(word, isOpen && index === words.length - 1));
      return `${isExcluded ? "!" : ""}(${lexemes.join(" <-> ")})`;
    })
    .join(" & ");
}

// A database with the C locale folds only ASCII letters, so other words are searched in several spellings.
function spellings(word: string, isOpen: boolean): string {
  const quoted = (form: string) => `'${form}'${isOpen ? ":*" : ""}`;
  if (/^[\x20-\x7e]*$/.test(word)) return quoted(word);
  const lower = word.toLowerCase();
  const title = lower.replace(/^./u, (first) => first.toUpperCase());
  const forms = [...new Set([word, lower, title, word.toUpperCase()])].filter((form) => !/[\s'\\]/.test(form));
  return `(${forms.map(quoted).join(" | ")})`;
}
