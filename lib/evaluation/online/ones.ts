import { plainSeries } from "./metrics";

/** Whether a plain score counts as one of its rate, as SQL: a refusal is one, though it is not good; a mean has none. */
export const plainOnesSql = (passed: string, value: string): string => `(${passed} is not null and ${value} = 1)`;

/** Whether a row of online_scores counts as one of a rate, as SQL: a plain rate's ones, a scorer's passes. */
export const onesSql = (row: string): string =>
  `(case when ${row}.series = '${plainSeries}' then ${plainOnesSql(`${row}.passed`, `${row}.value`)} else ${row}.passed end)`;
