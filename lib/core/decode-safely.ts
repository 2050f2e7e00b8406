/** What is not written as UTF-8 names nothing; it stays as it is and finds nothing. */
export function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
