/** One thing that must be found, or must not: words that stand side by side in this order. */
export type SearchTerm = {
  words: string[];
  /** The last word may go on: "ref" finds "refund". Not within quotation marks. */
  isOpen: boolean;
  isExcluded: boolean;
};

const mostWords = 32;
const part = /(-?)(?:"([^"]*)("|$)|(\S+))/g;
// The same characters as in the database's plain_words.
const punctuation = /[\s!-/:-@[-`{-~]+/;

/**
 * What somebody typed: every word must be found, "several words" as they stand, and nothing with -word. Punctuation
 * divides words, so that `{{ customer.name }}` finds that very pair. Anything can be read; nothing is an error. Pure.
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

/** The terms as PostgreSQL's tsquery; null when there is no word to look for. Pure. */
export function toTsQuery(terms: readonly SearchTerm[]): string | null {
  if (terms.length === 0) return null;
  return terms
    .map(({ words, isOpen, isExcluded }) => {
      const lexemes = words.map((word, index) => spellings(word, isOpen && index === words.length - 1));
      return `${isExcluded ? "!" : ""}(${lexemes.join(" <-> ")})`;
    })
    .join(" & ");
}

// A database in the C locale folds the case of ASCII letters alone, so others are looked for as they may be written.
function spellings(word: string, isOpen: boolean): string {
  const quoted = (form: string) => `'${form}'${isOpen ? ":*" : ""}`;
  if (/^[\x20-\x7e]*$/.test(word)) return quoted(word);
  const lower = word.toLowerCase();
  const title = lower.replace(/^./u, (first) => first.toUpperCase());
  const forms = [...new Set([word, lower, title, word.toUpperCase()])].filter((form) => !/[\s'\\]/.test(form));
  return `(${forms.map(quoted).join(" | ")})`;
}
