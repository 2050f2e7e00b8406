/** The statuses of a run. Separate from the schema, which imports every scorer. */
export const runStatuses = ["queued", "running", "finished", "cancelled", "failed"] as const;
