/**
 * The explanation of a statistical term: its name, the words for it in the interface, and the meaning in a few lines.
 */
type Term = { name: string; words: readonly string[]; meaning: string };

export const terms: readonly Term[] = [
  {
    name: "Verdict",
    words: ["verdict"],
    meaning:
      "What an experiment says once every version has the planned number of users: better, worse, or no clear difference. Later data does not change it.",
  },
  {
    name: "Interval",
    words: ["intervals", "interval"],
    meaning:
      "The range in which the true value lies. A 95 % interval contains it in 95 of 100 experiments. If the interval of a change contains 0, the change is not clear.",
  },
  {
    name: "p-value",
    words: ["p-values", "p-value", "p (worse)"],
    meaning:
      "How often a difference this large appears by chance when the versions are equal. Below α (usually 0.05) a difference is called clear. It does not say how large or important the difference is.",
  },
  {
    name: "Live range",
    words: ["Live range", "always-valid ranges", "always-valid range", "always-valid"],
    meaning:
      "An interval that stays true however often you look at it. It is wider than an ordinary interval, and it is the only one shown before the verdict.",
  },
  {
    name: "Primary metric",
    words: ["Primary metric", "Primary"],
    meaning: "The one metric that decides the experiment. It is fixed before the start.",
  },
  {
    name: "Guardrail",
    words: ["Guardrails", "Guardrail"],
    meaning:
      "A metric that must not get worse by more than an agreed margin. If it clearly does, the version is blocked, and an A/B test stops early.",
  },
  {
    name: "Margin",
    words: ["margin"],
    meaning: "How much worse a guardrail may get: points for a rate, percent for costs and times.",
  },
  {
    name: "Exploratory",
    words: ["exploratory"],
    meaning:
      "A result that the plan did not ask for. With many such results some look clear by chance, so it is an idea for the next experiment, not a decision.",
  },
  {
    name: "Holm correction",
    words: ["Holm"],
    meaning:
      "With several versions each comparison has to be clearer, so that together they are wrong as rarely as α states.",
  },
  {
    name: "Benjamini–Hochberg correction",
    words: ["Benjamini–Hochberg"],
    meaning: "Makes p-values of many comparisons larger, so that few of those called clear are wrong.",
  },
  {
    name: "False alarms (α)",
    words: ["Error, power", "false alarms", "α"],
    meaning: "How often an experiment of two equal versions calls one of them better or worse. 5 % is 1 of 20.",
  },
  {
    name: "Power",
    words: ["power"],
    meaning:
      "How often an experiment finds a true change of the size you name. With 80 %, it finds it in 80 of 100 experiments. More power needs more users.",
  },
  {
    name: "One-sided",
    words: ["one-sided"],
    meaning:
      "The test looks in one direction only: whether the version is worse. A guard does not need to know whether it is better.",
  },
  {
    name: "Users needed",
    words: ["Users needed", "planned sample", "the sample"],
    meaning:
      "The users each version needs so that the smallest change you care about is found as often as planned (the power), and at least 500.",
  },
  {
    name: "Effective users",
    words: ["effective users"],
    meaning:
      "The number of users with equal numbers of answers that would give the same evidence. A few users with most of the answers count for little.",
  },
  {
    name: "Design effect",
    words: ["design effect"],
    meaning:
      "How much less evidence the answers give because answers of one user are similar. With a design effect of 2, 1,000 answers are as precise as 500 independent ones.",
  },
  {
    name: "Split",
    words: ["Split as planned"],
    meaning:
      "Whether each version has the share of users that the plan gives it. If not, users are lost on one side, and the results cannot be compared.",
  },
  {
    name: "Bandit",
    words: ["bandit"],
    meaning:
      "An experiment that moves users to the version that does better while it runs. It earns more on the way, but proves nothing: there is no verdict.",
  },
  {
    name: "Chance to be best",
    words: ["Chance to be best"],
    meaning: "How probable it is, with the data so far, that this version has the best primary metric of all.",
  },
  {
    name: "Burn-in",
    words: ["burn-in"],
    meaning: "The users each version of a bandit gets before traffic moves, so that none is judged by its first few.",
  },
  {
    name: "Net value",
    words: ["Net value per user", "Net value"],
    meaning: "The stated worth of the finished tasks of a user, less the cost of all their answers.",
  },
  {
    name: "Baseline",
    words: ["baseline"],
    meaning: "What a version is compared with: the control of an experiment, the version before, or an earlier run.",
  },
  {
    name: "Broken and fixed cases",
    words: ["broken", "fixed"],
    meaning: "Broken: the case passed with the baseline and fails now. Fixed: it failed and passes now.",
  },
  {
    name: "Minimum",
    words: ["Minimum"],
    meaning: "The lowest mean score of a dimension that the gate accepts.",
  },
  {
    name: "Gate",
    words: ["Gate"],
    meaning: "The scores a version needs on a suite before it may go live in a protected environment.",
  },
  {
    name: "Judge",
    words: ["judges", "judge"],
    meaning:
      "A model that scores an answer by a rule you wrote. Its agreement with people tells how far it can be trusted.",
  },
  {
    name: "Percentile",
    words: ["p95", "p50"],
    meaning: "p50: half of the answers are faster. p95: 95 of 100 answers are faster.",
  },
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
 * Splits a text at the first occurrence of each term, with its meaning. A text that is only "p" is the p-value. Pure.
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
