import { pluralize } from "@/lib/core/words";

/** "1 row", "5,000 rows" */
export const rowsWords = (count: number) => pluralize(count, "row");

/** "1 case", "5,000 cases" */
export const casesWords = (count: number) => pluralize(count, "case");
