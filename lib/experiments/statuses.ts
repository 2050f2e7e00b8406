/** The statuses of an experiment, in order. */
export const experimentStatuses = ["draft", "running", "stopped", "concluded"] as const;
