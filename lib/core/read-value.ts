/** The value that a text stands for, or why it cannot be read. */
export type ReadValue = { ok: true; value: unknown } | { ok: false; message: string };
