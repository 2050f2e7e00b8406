/** What a measure finds: a value from 0 to 1 with a sentence for people, or why there is nothing to measure. */
export type Finding = { value: number; explanation: string } | { skipped: string };

/** Met or not. */
export const met = (isMet: boolean, explanation: string): Finding => ({ value: isMet ? 1 : 0, explanation });

/** Without an expected answer there is nothing to compare with. */
export const noExpected: Finding = { skipped: "This case has no expected answer to compare with." };
