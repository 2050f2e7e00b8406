import { type TagToken, Tokenizer, type TopLevelToken, TypeGuards } from "liquidjs";
import { engine } from "./engine";
import { TextFault } from "./problem";

type OutputToken = Pick<TagToken, "input" | "contentRange">;

/** A `{% render 'name' %}` in a template. */
export type SnippetReference = { token: TagToken; name: string };

export type Scan = { tokens: TopLevelToken[]; snippets: SnippetReference[]; outputs: OutputToken[] };

/** Limits: tags and outputs of all templates of a content, and the depth of nested tags. */
export const scanLimits = { tags: 5_000, depth: 50 } as const;

const opening = new Set(["if", "unless", "case", "for", "capture"]);

/** Returns Liquid's top-level tokens and the snippets among them. Throws TextFault, or Liquid's TokenizationError. */
export function scanTemplate(text: string): Scan {
  if (countTags(text) > scanLimits.tags)
    throw new TextFault("template_limit", `A prompt has at most ${scanLimits.tags} conditions, loops and values.`, 0);
  const tokens = new Tokenizer(text).readTopLevelTokens(engine.options);
  const snippets: SnippetReference[] = [];
  const outputs: OutputToken[] = [];
  let depth = 0;
  let inComment = false;
  for (const token of tokens) {
    if (TypeGuards.isOutputToken(token) && !inComment) outputs.push(token);
    if (!TypeGuards.isTagToken(token)) continue;
    if (inComment) inComment = token.name !== "endcomment";
    else if (token.name === "comment") inComment = true;
    else if (token.name === "render") snippets.push({ token, name: snippetName(token) });
    else if (opening.has(token.name)) depth++;
    else if (token.name.startsWith("end")) depth--;
    if (depth > scanLimits.depth)
      throw new TextFault(
        "template_limit",
        `Conditions and loops are nested deeper than ${scanLimits.depth} levels.`,
        token.begin,
      );
  }
  return { tokens, snippets, outputs };
}

/** An upper bound of the number of tags and outputs in a text, without parsing it. */
export function countTags(text: string): number {
  let count = 0;
  for (let at = text.indexOf("{"); at !== -1; at = text.indexOf("{", at + 1)) {
    const next = text[at + 1];
    if (next === "{" || next === "%") count++;
  }
  return count;
}

/** Throws TextFault for text after a value that Liquid would silently ignore: `{{ name, city }}`. */
export function checkWholeOutput({ input, contentRange }: OutputToken): void {
  if (/^\w+$/.test(input.slice(...contentRange))) return;
  const tokenizer = new Tokenizer(input, engine.options.operators, undefined, contentRange);
  try {
    tokenizer.readFilteredValue();
  } catch {
    return; // The parser has a better message.
  }
  tokenizer.skipBlank();
  if (tokenizer.end()) return;
  const message = `"${tokenizer.remaining()}" does not belong here: one pair of braces holds one value.`;
  throw new TextFault("template_syntax", message, tokenizer.p);
}

function snippetName(token: TagToken): string {
  const match = /^(?:'([^']+)'|"([^"]+)")$/.exec(token.args);
  const name = match?.[1] ?? match?.[2];
  if (name) return name;
  const message =
    "A snippet is named in quotes and takes no arguments, for example {% render 'shared/tone' %}: it sees the prompt's own variables.";
  throw new TextFault("template_syntax", message, token.begin);
}
