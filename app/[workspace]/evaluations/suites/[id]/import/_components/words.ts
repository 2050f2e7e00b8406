const counted = (count: number, one: string, many: string) =>
  `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;

/** "1 row", "5,000 rows" */
export const rowsWords = (count: number) => counted(count, "row", "rows");

/** "1 case", "5,000 cases" */
export const casesWords = (count: number) => counted(count, "case", "cases");
