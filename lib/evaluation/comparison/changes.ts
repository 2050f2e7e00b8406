/** Which cases of a run to list: by their change against the baseline run, or only those that fail now. */
export const shownChoices = ["all", "broken", "fixed", "same", "new", "failed"] as const;
export type CaseShown = (typeof shownChoices)[number];

/** The change of a case, or of one dimension of it, against the baseline. */
export const caseVerdicts = ["broken", "fixed", "same", "new", "gone"] as const;
