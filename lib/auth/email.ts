/** An e-mail address as it is stored and compared: without NUL and blanks around it, in small letters. */
export function normaliseEmail(text: string): string {
  return text.replaceAll("\0", "").trim().toLowerCase().slice(0, 320);
}
