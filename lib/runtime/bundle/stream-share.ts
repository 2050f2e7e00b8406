/** How many streams a process holds. */
export const mostStreams = 5_000;

/**
 * Whether a workspace with `own` of the `open` streams may have one more: at most four times as many as are free. One
 * alone gets 4,000, of two each gets 2,222; some are always free for the next workspace. Pure.
 */
export const mayOpenStream = (own: number, open: number): boolean => own < 4 * (mostStreams - open);
