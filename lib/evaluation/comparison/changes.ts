/** Which cases of a run: by what became of them against another run, or by whether they fail now. */
export const caseChanges = ["all", "broken", "fixed", "same", "new", "failed"] as const;
export type CaseShown = (typeof caseChanges)[number];

/** What became of a case, or of one dimension of it, against the baseline. */
export const caseVerdicts = ["broken", "fixed", "same", "new", "gone"] as const;
