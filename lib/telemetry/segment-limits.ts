/** The maximum number of segment attributes of a workspace, of values counted by name, and the length of a value. */
export const segmentLimits = { attributes: 5, values: 20, text: 100 } as const;
