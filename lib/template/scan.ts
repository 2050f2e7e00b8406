import { type TagToken, Tokenizer, type TopLevelToken, TypeGuards } from "liquidjs";
import { engine } from "./engine";
import { TextFault } from "./problem";

/** A `{% render 'name' %}` in a template. */
export type SnippetReference = { token: TagToken; name: string };

export type Scan = { tokens: TopLevelToken[]; snippets: SnippetReference[] };

const limits = { tokens: 10_000, depth: 50 };

const opening = new Set(["if", "unless", "case", "for", "capture"]);

/** Liquid's top-level tokens and the snippets among them. Throws TextFault, or Liquid's own TokenizationError. */
export function scanTemplate(text: string): Scan {
  const tokens = new Tokenizer(text).readTopLevelTokens(engine.options as never);
  if (tokens.length > limits.tokens)
    throw new TextFault("template_limit", `A template has at most ${limits.tokens} tags and outputs.`, 0);
  const snippets: SnippetReference[] = [];
  let depth = 0;
  let inComment = false;
  for (const token of tokens) {
    if (!TypeGuards.isTagToken(token)) continue;
    if (inComment) inComment = token.name !== "endcomment";
    else if (token.name === "comment") inComment = true;
    else if (token.name === "render") snippets.push({ token, name: snippetName(token) });
    else if (opening.has(token.name)) depth++;
    else if (token.name.startsWith("end")) depth--;
    if (depth > limits.depth)
      throw new TextFault("template_limit", `Tags are nested deeper than ${limits.depth} levels.`, token.begin);
  }
  return { tokens, snippets };
}

function snippetName(token: TagToken): string {
  const match = /^(?:'([^']+)'|"([^"]+)")$/.exec(token.args);
  const name = match?.[1] ?? match?.[2];
  if (name) return name;
  const message =
    "A snippet is named in quotes and takes no arguments, for example {% render 'shared/tone' %}: it sees the prompt's own variables.";
  throw new TextFault("template_syntax", message, token.begin);
}
