/** The result of a measure: a value from 0 to 1 with a sentence, or the reason why there is nothing to measure. */
export type Finding = { value: number; explanation: string } | { skipped: string };

/** A finding with the value 1 or 0. */
export const passOrFail = (isMet: boolean, explanation: string): Finding => ({ value: isMet ? 1 : 0, explanation });

/** The finding for a case without an expected answer. */
export const noExpected: Finding = { skipped: "This case has no expected answer to compare with." };
