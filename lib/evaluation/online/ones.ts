import { plainSeries } from "./metrics";

/**
 * Whether a row of online_scores counts as one of a rate, as SQL: a plain rate's ones (a refusal is one, though it is
 * not good), a scorer's passes; never for a mean, which has no line.
 */
export const onesSql = (row: string): string =>
  `(case when ${row}.series = '${plainSeries}' then ${row}.passed is not null and ${row}.value = 1 else ${row}.passed end)`;
