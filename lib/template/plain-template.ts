import { TypeGuards } from "liquidjs";
import { scanTemplate } from "./scan";

/** Literal text, or the path of a variable's value. */
export type PlainPiece = { literal: string } | { path: string };

const plainPath = /^[A-Za-z_]\w*(?:\.\w+)*$/;
const skipped = /^(?:end)?(?:raw|comment)$/;

/**
 * Splits a template into texts and `{{ path }}` outputs, which every template language supports. If it contains more,
 * returns the first such tag or output. Pure.
 */
export function readPlainTemplate(text: string): PlainPiece[] | { beyond: string } {
  if (!/\{[{%]/.test(text)) return [{ literal: text }];
  const pieces: PlainPiece[] = [];
  let inComment = false;
  for (const token of scanTemplate(text).tokens) {
    if (TypeGuards.isTagToken(token)) {
      if (!skipped.test(token.name)) return { beyond: token.getText() };
      inComment = token.name === "comment" || (inComment && token.name !== "endcomment");
    } else if (inComment) continue;
    else if (TypeGuards.isOutputToken(token)) {
      const path = text.slice(...token.contentRange).trim();
      if (!plainPath.test(path)) return { beyond: token.getText() };
      pieces.push({ path });
    } else if (TypeGuards.isHTMLToken(token)) pieces.push({ literal: token.getContent() });
  }
  return pieces;
}
