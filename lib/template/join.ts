import { TypeGuards } from "liquidjs";
import type { Scan, SnippetReference } from "./scan";

// The whitespace that Liquid's {%- and -%} strip. It differs slightly from that of trim().
const blank = "[\\t-\\r \\u00a0\\u1680\\u180e\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const leadingBlanks = new RegExp(`^${blank}+`);

/** Returns the text of the template with each snippet tag replaced. `-` in a tag strips adjacent whitespace. */
export function replaceSnippets({ tokens, snippets }: Scan, textOf: (snippet: SnippetReference) => string): string {
  const byToken = new Map<unknown, SnippetReference>(snippets.map((snippet) => [snippet.token, snippet]));
  let text = "";
  for (const [index, token] of tokens.entries()) {
    const snippet = byToken.get(token);
    if (snippet) {
      text += textOf(snippet);
      continue;
    }
    let part = token.getText();
    if (TypeGuards.isHTMLToken(token)) {
      if (byToken.get(tokens[index - 1])?.token.trimRight) part = part.replace(leadingBlanks, "");
      if (byToken.get(tokens[index + 1])?.token.trimLeft) part = trimEnd(part);
    }
    text += part;
  }
  return text;
}

const oneBlank = new RegExp(blank);

// A regular expression anchored at the end takes quadratic time on long runs of whitespace.
function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && oneBlank.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
