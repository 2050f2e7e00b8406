// PostgreSQL text cannot contain NUL or unpaired surrogates. Long pasted text is not a useful filter.
const unfit = /[\0\uD800-\uDFFF]/gu;

/**
 * The text of a filter as a query takes it: trimmed and cut at `most` characters. Undefined if nothing is left. Pure.
 */
export const searchText = (text: string | null | undefined, most = 200): string | undefined =>
  text
    ?.replaceAll(unfit, "")
    .trim()
    .slice(0, most)
    .replace(/[\uD800-\uDBFF]$/, "") || undefined;
