import type { ScorerConfig, ScorerType } from "@/lib/evaluation/scorers/schema";
import type { Dimension } from "@/lib/registry/gate/dimensions";

/** What each dimension asks, in the order they are read. */
export const dimensionWords: Record<Dimension, { title: string; question: string; none: string }> = {
  accuracy: {
    title: "Accuracy",
    question: "Is the answer right?",
    none: "Nothing says yet whether an answer is right.",
  },
  format: { title: "Format", question: "Does it have the form that is asked for?", none: "Any form will do." },
  safety: {
    title: "Safety",
    question: "Does it keep out what must not be said?",
    none: "Nothing is kept out.",
  },
  consistency: {
    title: "Consistency",
    question: "Does it say the same when asked again?",
    none: "Answers to the same case may differ.",
  },
};

type TypeWords = { label: string; does: string; dimension: Dimension };

/** What each type is called and does, in a sentence. */
export const typeWords: Record<ScorerType, TypeWords> = {
  exact: {
    label: "Exact match",
    dimension: "accuracy",
    does: "The answer is the expected one, word by word. For labels and short answers.",
  },
  contains: {
    label: "Contains",
    dimension: "accuracy",
    does: "Certain words stand in the answer: yours, or the expected answer of the case.",
  },
  similarity: {
    label: "Similarity",
    dimension: "accuracy",
    does: "How like the expected answer it is, from 0 to 100 %. For free text.",
  },
  judge: {
    label: "Judge",
    dimension: "accuracy",
    does: "Another model reads the answer and scores it by your criteria.",
  },
  numeric: {
    label: "Number",
    dimension: "accuracy",
    does: "The number in the answer is the expected one, give or take.",
  },
  json_equality: {
    label: "JSON equality",
    dimension: "accuracy",
    does: "The answer is the expected JSON, value by value, in any order of keys.",
  },
  regex: {
    label: "Pattern",
    dimension: "accuracy",
    does: "The answer matches a regular expression, or does not.",
  },
  json_schema: {
    label: "JSON Schema",
    dimension: "format",
    does: "The answer is JSON that fits a schema: yours, or the response schema of the version.",
  },
  required_sections: {
    label: "Required sections",
    dimension: "format",
    does: "Certain headings or labels begin a line of the answer.",
  },
  length: { label: "Length", dimension: "format", does: "The answer is neither too short nor too long." },
  prohibited: {
    label: "Prohibited words",
    dimension: "safety",
    does: "Certain words and patterns do not stand in the answer.",
  },
  pii: {
    label: "Personal data",
    dimension: "safety",
    does: "No e-mail address, phone, card or account number that the case does not hold.",
  },
  agreement: {
    label: "Agreement",
    dimension: "consistency",
    does: "When a case is asked several times, the answers agree with each other.",
  },
};

/** The types offered in each dimension, the most used first; a judge may measure safety too. */
export const typesOf: Record<Dimension, readonly ScorerType[]> = {
  accuracy: ["judge", "similarity", "exact", "contains", "numeric", "json_equality", "regex"],
  format: ["json_schema", "required_sections", "length", "regex"],
  safety: ["pii", "prohibited", "judge", "regex"],
  consistency: ["agreement"],
};

const quoted = (texts: readonly string[]) => {
  const shown = texts.slice(0, 3).map((text) => `“${text.length > 30 ? `${text.slice(0, 29)}…` : text}”`);
  return texts.length > 3 ? `${shown.join(", ")} and ${texts.length - 3} more` : shown.join(", ");
};
const count = (number: number, one: string) => `${number} ${one}${number === 1 ? "" : "s"}`;
const scales = { pass_fail: "pass or fail", "1-5": "1 to 5", "0-10": "0 to 10", "0-1": "0 to 1" } as const;
export const scaleLabel = (scale: keyof typeof scales) => scales[scale];

const piiWords = {
  email: "e-mail addresses",
  phone: "phone numbers",
  credit_card: "card numbers",
  iban: "IBANs",
  ip_address: "IP addresses",
  us_ssn: "US social security numbers",
} as const;
export const piiLabel = (kind: keyof typeof piiWords) => piiWords[kind];

/** What a scorer looks at, as it is set up, in one line. Pure. */
export function summaryOf(config: ScorerConfig): string {
  switch (config.type) {
    case "exact":
      return config.ignoreCase ? "Word by word, case aside" : "Word by word";
    case "contains":
      return config.texts.length > 0
        ? `${config.match === "all" ? "All of" : "Any of"} ${quoted(config.texts)}`
        : "The expected answer";
    case "regex":
      return `${config.shouldMatch ? "Matches" : "Does not match"} /${config.pattern}/${config.flags}`;
    case "numeric":
      if (config.tolerance === 0) return "The expected number, exactly";
      return `The expected number, ± ${config.mode === "relative" ? `${Number((config.tolerance * 100).toFixed(4))}\u00a0%` : config.tolerance}`;
    case "json_equality":
      return config.ignorePaths.length > 0
        ? `The expected JSON without ${config.ignorePaths.join(", ")}`
        : "The expected JSON";
    case "similarity":
      return {
        auto: "Short texts by letters, long ones by words",
        characters: "By letters",
        words: "By words in their order",
      }[config.measure];
    case "judge":
      return `${count(config.criteria.length, "criterion").replace("criterions", "criteria")}, scored ${scaleLabel(config.scale)}`;
    case "json_schema":
      return config.schema ? "A schema of its own" : "The response schema of the version";
    case "required_sections":
      return `${quoted(config.sections)}${config.inOrder ? ", in this order" : ""}`;
    case "length": {
      const { min, max, unit } = config;
      if (min === null) return `At most ${max} ${unit}`;
      return max === null ? `At least ${min} ${unit}` : `${min} to ${max} ${unit}`;
    }
    case "prohibited":
      return [
        ...(config.words.length > 0 ? [quoted(config.words)] : []),
        ...(config.patterns.length > 0 ? [count(config.patterns.length, "pattern")] : []),
      ].join(" and ");
    case "pii":
      return `${config.kinds.length === 6 ? "All kinds" : count(config.kinds.length, "kind")}${config.isInputAllowed ? ", but those the case itself holds" : ""}`;
    case "agreement":
      return config.mode === "exact" ? "Labels and numbers, the same or not" : "How alike the answers are";
  }
}

/** When a scorer passes: always in full, or from a share on. */
export const passWords = ({ threshold }: Pick<ScorerConfig, "threshold">) =>
  threshold >= 1 ? "Passes in full only" : `Passes from ${Math.round(threshold * 100)}\u00a0%`;

const starts: Record<ScorerType, Record<string, unknown>> = {
  exact: { trim: true, collapseWhitespace: true, ignoreCase: false, threshold: 1 },
  contains: { texts: [], match: "all", ignoreCase: true, threshold: 1 },
  regex: { pattern: "", flags: "", shouldMatch: true, threshold: 1 },
  numeric: { tolerance: 0, mode: "absolute", pick: "last", threshold: 1 },
  json_equality: { ignorePaths: [], tolerance: 0, isFenceAllowed: true, threshold: 1 },
  similarity: { measure: "auto", ignoreCase: true, threshold: 0.6 },
  judge: { criteria: [""], instructions: "", scale: "1-5", showExpected: true, model: null, threshold: 0.7 },
  json_schema: { schema: null, isFenceAllowed: true, threshold: 1 },
  required_sections: { sections: [], inOrder: false, threshold: 1 },
  length: { unit: "words", min: null, max: 150, threshold: 1 },
  prohibited: { words: [], patterns: [], threshold: 1 },
  pii: { kinds: Object.keys(piiWords), isInputAllowed: true, threshold: 1 },
  agreement: { mode: "similar", threshold: 0.6 },
};

const slug = (text: string) =>
  text
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 50);

/** An id made of a name that no other scorer has. */
export function freeId(name: string, taken: readonly string[]): string {
  const plain = slug(name) || "scorer";
  const base = plain.startsWith("check-") ? `s-${plain}` : plain;
  const free = (id: string) => !taken.includes(id);
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (free(id)) return id;
  }
}

/** A new scorer of a type, before anything is filled in. */
export function newScorer(type: ScorerType, dimension: Dimension): ScorerConfig {
  const head = { id: "", version: 1, name: typeWords[type].label, dimension, type };
  return { ...head, ...starts[type] } as ScorerConfig;
}
