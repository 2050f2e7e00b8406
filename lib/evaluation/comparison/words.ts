import type { CaseShown } from "./changes";
import type { ScoreLine } from "./score-lines";

/** The names of what the list of cases shows. */
export const shownWords: Record<CaseShown, string> = {
  broken: "Broken",
  fixed: "Fixed",
  same: "Same",
  new: "New",
  failed: "Fails",
  all: "All",
};

/** What an empty list of cases says: a title and a sentence. */
export const nothingShownWords: Record<CaseShown, [string, string]> = {
  broken: ["Nothing broke", "Every case that passed in the baseline passes now."],
  fixed: ["Nothing was fixed", "No case that failed in the baseline passes now."],
  same: ["No case stayed the same", ""],
  new: ["No new case", "The baseline contains every case of this run."],
  failed: ["Nothing fails", "Every case passes in every dimension that was measured."],
  all: ["No case was finished", "The run ended before."],
};

/** What a scorer says about an answer. */
export const scoreStateWords: Record<ScoreLine["state"], string> = {
  passed: "passes",
  failed: "fails",
  invalid: "no judgement",
  skipped: "not scored",
};
