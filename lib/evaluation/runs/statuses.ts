/** What a run can be: waiting, under way, or ended in one of three ways. Apart from the schema, which loads every scorer. */
export const runStatuses = ["queued", "running", "finished", "cancelled", "failed"] as const;
