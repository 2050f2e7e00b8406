/** A statistical term: its name, and the words for it in the interface. `glossary-meanings.ts` explains it. */
type Term = { name: string; words: readonly string[] };

export const terms: readonly Term[] = [
  { name: "Verdict", words: ["verdict"] },
  { name: "Interval", words: ["intervals", "interval"] },
  { name: "p-value", words: ["p-values", "p-value", "p (worse)"] },
  { name: "Live range", words: ["Live range", "always-valid ranges", "always-valid range", "always-valid"] },
  { name: "Primary metric", words: ["Primary metric", "Primary"] },
  { name: "Guardrail", words: ["Guardrails", "Guardrail"] },
  { name: "Margin", words: ["margin"] },
  { name: "Exploratory", words: ["exploratory"] },
  { name: "Holm correction", words: ["Holm"] },
  { name: "Benjamini–Hochberg correction", words: ["Benjamini–Hochberg"] },
  { name: "False alarms (α)", words: ["Error, power", "false alarms", "α"] },
  { name: "Power", words: ["power"] },
  { name: "One-sided", words: ["one-sided"] },
  { name: "Users needed", words: ["Users needed", "planned sample", "the sample"] },
  { name: "Effective users", words: ["effective users"] },
  { name: "Design effect", words: ["design effect"] },
  { name: "Split", words: ["Split as planned"] },
  { name: "Bandit", words: ["bandit"] },
  { name: "Chance to be best", words: ["Chance to be best"] },
  { name: "Burn-in", words: ["burn-in"] },
  { name: "Net value", words: ["Net value per user", "Net value"] },
  { name: "Baseline", words: ["baseline"] },
  { name: "Broken and fixed cases", words: ["broken", "fixed"] },
  { name: "Minimum", words: ["Minimum"] },
  { name: "Gate", words: ["Gate"] },
  { name: "Judge", words: ["judges", "judge"] },
  { name: "Percentile", words: ["p95", "p50"] },
];

type Piece = string | { text: string; term: Term };

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
const byWord = new Map(terms.flatMap((term) => term.words.map((word) => [word.toLowerCase(), term] as const)));
const pattern = new RegExp(
  `(?<![\\p{L}\\p{N}-])(?:${[...byWord.keys()]
    .toSorted((a, b) => b.length - a.length)
    .map(escaped)
    .join("|")})(?![\\p{L}\\p{N}-])`,
  "giu",
);

/**
 * Splits a text at the first occurrence of each term. A text that is only "p" is the p-value. Pure.
 */
export function splitAtTerms(text: string): Piece[] {
  const value = byWord.get("p-value");
  if (text === "p" && value) return [{ text, term: value }];
  const pieces: Piece[] = [];
  const seen = new Set<Term>();
  let from = 0;
  for (const { 0: word, index } of text.matchAll(pattern)) {
    const term = byWord.get(word.toLowerCase());
    if (!term || seen.has(term)) continue;
    seen.add(term);
    if (index > from) pieces.push(text.slice(from, index));
    pieces.push({ text: word, term });
    from = index + word.length;
  }
  if (from < text.length) pieces.push(text.slice(from));
  return pieces;
}
