/** Replaces Node's `buffer` in the browser (next.config.mjs). */
export const Buffer = undefined;
