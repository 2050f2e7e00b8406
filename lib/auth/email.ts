/** Normalizes an e-mail address for storage and comparison: without NUL and surrounding white space, in lower case. */
export function normaliseEmail(text: string): string {
  return text.replaceAll("\0", "").trim().toLowerCase().slice(0, 320);
}
