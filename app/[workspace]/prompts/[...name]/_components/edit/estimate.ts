/** "about 226 tokens" */
export function tokensText(tokens: number): string {
  return `about ${tokens.toLocaleString("en-US")} ${tokens === 1 ? "token" : "tokens"}`;
}
