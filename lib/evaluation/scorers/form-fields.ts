import type { Dimension } from "@/lib/registry/gate/dimensions";

type Option = { value: string; label: string };

/** A field of a scorer's form, as data. The page renders it, and a file per language may replace its words. */
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
  /** Single-letter options of one text, such as flags, each on or off. */
  | { kind: "letters"; name: string; options: readonly Option[] }
  /** Any number of options. */
  | { kind: "several"; name: string; label: string; options: readonly Option[] }
  /** Its own JSON Schema, or null for that of the version. */
  | { kind: "schema"; name: string }
  /** Fields in one row. */
  | { kind: "row"; fields: readonly FormField[] };

/** Why a scorer cannot score live answers: they have no expected answer and no repeats. */
export type LiveMisfit = "needs_expected" | "needs_texts" | "needs_repeats";

/** The words and the form of a type of scorer. It runs in the browser, so it imports neither schema nor measure. */
export type ScorerForm<Type extends string, Config> = {
  type: Type;
  label: string;
  /** One sentence that says what it does. */
  help: string;
  /** The default dimension, then others that it can measure. */
  dimensions: readonly [Dimension, ...Dimension[]];
  /** The position in the list of types, the most used first. */
  rank: number;
  /** Whether scores between 0 and 1 are possible. Otherwise a threshold has no meaning. */
  hasDegrees: (config: Config) => boolean;
  /** Why it cannot score live answers. Undefined: it can. */
  live?: LiveMisfit | ((config: Config) => LiveMisfit | null);
  /** The values of a new scorer. Required fields are empty. */
  start: Record<string, unknown> & { threshold: number };
  /** The fields in their order. A judge has its own form. */
  fields: readonly FormField[] | "judge";
  /** The settings in one line. */
  summary: (config: Config) => string;
};

/** Declares the form of a type of scorer. */
export const defineScorerForm = <const Type extends string, Config>(form: ScorerForm<Type, Config>) => form;

/** Whether upper and lower case are distinguished. */
export const ignoreCaseField = {
  kind: "flag",
  name: "ignoreCase",
  label: "Ignore case",
} as const satisfies FormField;

/** Whether a code fence around JSON is removed. */
export const fenceFormField = {
  kind: "flag",
  name: "isFenceAllowed",
  label: "A ```json code fence around the answer is allowed",
} as const satisfies FormField;

/** A share as a percentage with up to four decimals: 0.07 is 7 % and not 7.000000000000001 %. */
export const exactPercent = (share: number) => `${Number((share * 100).toFixed(4))}\u00a0%`;

/** Up to three quoted texts, and the number of further ones. */
export function quotedTexts(texts: readonly string[]): string {
  const shown = texts.slice(0, 3).map((text) => `“${text.length > 30 ? `${text.slice(0, 29)}…` : text}”`);
  return texts.length > 3 ? `${shown.join(", ")} and ${texts.length - 3} more` : shown.join(", ");
}
