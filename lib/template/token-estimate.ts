/** Tokens of a text, about: models differ, four characters each is near enough for a prompt in plain words. */
export function aboutTokens(text: string): number {
  return Math.ceil(text.length / 4);
}
