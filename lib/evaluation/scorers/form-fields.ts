import type { Dimension } from "@/lib/registry/gate/dimensions";

type Option = { value: string; label: string };

/** A field of a scorer's form, as data: the page draws it, and a file per language may replace its words. */
export type FormField =
  | { kind: "flag"; name: string; label: string; help?: string; isInverted?: boolean }
  | {
      kind: "lines";
      name: string;
      label: string;
      note: string;
      help?: string;
      placeholder?: string;
      rows?: number;
      isCode?: boolean;
    }
  | { kind: "text"; name: string; label: string; help?: string; placeholder?: string }
  | {
      kind: "number";
      name: string;
      label: string;
      whenEmpty: 0 | null;
      placeholder?: string;
      percentWhen?: { field: string; is: string };
    }
  | {
      kind: "choice";
      name: string;
      label: string;
      help?: string;
      options: readonly Option[];
      resets?: Record<string, unknown>;
    }
  /** Letters of one text, each on or off. */
  | { kind: "letters"; name: string; options: readonly Option[] }
  /** Any of a list. */
  | { kind: "several"; name: string; label: string; options: readonly Option[] }
  /** A JSON Schema of its own, or null for the version's. */
  | { kind: "schema"; name: string }
  /** Fields beside each other. */
  | { kind: "row"; fields: readonly FormField[] };

/** Why a scorer cannot score live answers: they come without an expected answer, and once. */
export type LiveMisfit = "needs_expected" | "needs_texts" | "needs_repeats";

/** How people meet a type of scorer: its words and its form. Light: it runs in the browser, without schema or measure. */
export type ScorerForm<Type extends string, Config> = {
  type: Type;
  label: string;
  /** What it does, in a sentence. */
  help: string;
  /** Its own dimension, then others it can measure. */
  dimensions: readonly [Dimension, ...Dimension[]];
  /** Where it stands among the types that are offered: the most used first. */
  rank: number;
  /** Whether an answer can score between 0 and 1, which makes a threshold meaningful. */
  hasDegrees: (config: Config) => boolean;
  /** Why it cannot score live answers; left out: it can. */
  live?: LiveMisfit | ((config: Config) => LiveMisfit | null);
  /** A new scorer before anything is filled in; what must be filled in is empty. */
  start: Record<string, unknown> & { threshold: number };
  /** The fields in their order; a judge has a form of its own. */
  fields: readonly FormField[] | "judge";
  /** How it is set up, in one line. */
  summary: (config: Config) => string;
};

/** Declares the form of a type of scorer. */
export const defineScorerForm = <const Type extends string, Config>(form: ScorerForm<Type, Config>) => form;

/** Whether upper and lower case are told apart. */
export const ignoreCaseField = {
  kind: "flag",
  name: "ignoreCase",
  label: "Ignore case",
} as const satisfies FormField;

/** Whether a fence around JSON is taken off. */
export const fenceFormField = {
  kind: "flag",
  name: "isFenceAllowed",
  label: "A ```json fence around the answer is fine",
} as const satisfies FormField;

/** A share in percent, with up to four decimals: 0.07 is 7 % and not 7.000000000000001 %. */
export const percent = (share: number) => `${Number((share * 100).toFixed(4))}\u00a0%`;

/** Up to three texts in quotation marks, and how many more. */
export function quotedTexts(texts: readonly string[]): string {
  const shown = texts.slice(0, 3).map((text) => `“${text.length > 30 ? `${text.slice(0, 29)}…` : text}”`);
  return texts.length > 3 ? `${shown.join(", ")} and ${texts.length - 3} more` : shown.join(", ");
}

/** "1 pattern", "2 patterns". */
export const countOf = (number: number, one: string) => `${number} ${one}${number === 1 ? "" : "s"}`;
