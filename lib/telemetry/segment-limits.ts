/** How many attributes of a workspace may be marked, how many values are counted by name, and how long one may be. */
export const segmentLimits = { attributes: 5, values: 20, text: 100 } as const;
