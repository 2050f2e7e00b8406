/** The states of an experiment, in their order. */
export const experimentStatuses = ["draft", "running", "stopped", "concluded"] as const;
