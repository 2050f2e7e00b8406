/** The maximum number of streams per process. */
export const mostStreams = 5_000;

/**
 * Whether a workspace with `own` of the `open` streams may open another one: it may have at most four times as many as
 * are free. One workspace alone gets 4,000, two get 2,222 each. Some streams always remain free for another workspace.
 * Pure.
 */
export const mayOpenStream = (own: number, open: number): boolean => own < 4 * (mostStreams - open);
