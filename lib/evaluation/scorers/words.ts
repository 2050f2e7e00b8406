import type { ScorerChange } from "./scorer-versions";

/** What saving does to a scorer, in two words: "becomes v3". Pure. */
export const scorerChangeWords = (change: ScorerChange): string =>
  change.kind === "measures" ? `becomes v${change.version}` : change.kind;
