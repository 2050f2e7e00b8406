/** Tokens of a text, about: models differ, four characters each is near enough for a prompt in plain words. */
export function aboutTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

/** "about 226 tokens" */
export function tokensText(tokens: number): string {
  return `about ${tokens.toLocaleString("en-US")} ${tokens === 1 ? "token" : "tokens"}`;
}
