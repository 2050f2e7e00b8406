/** The estimated tokens of a text: four characters each. Models differ, but this is close enough for plain text. */
export function aboutTokens(text: string): number {
  return Math.ceil(text.length / 4);
}
