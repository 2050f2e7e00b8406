import { plainSeries } from "./metrics";

/**
 * SQL for whether a plain score counts as a one in its rate. A refusal counts as a one, although it does not pass. A
 * mean has no ones.
 */
export const plainOnesSql = (passed: string, value: string): string => `(${passed} is not null and ${value} = 1)`;

/** SQL for whether a row of online_scores counts as a one in its rate: a one of a plain rate, a pass of a scorer. */
export const onesSql = (row: string): string =>
  `(case when ${row}.series = '${plainSeries}' then ${plainOnesSql(`${row}.passed`, `${row}.value`)} else ${row}.passed end)`;
