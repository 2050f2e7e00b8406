/** A text in which LIKE finds no wildcards. */
export const escapeLike = (text: string) => text.replaceAll(/[\\%_]/g, "\\$&");
