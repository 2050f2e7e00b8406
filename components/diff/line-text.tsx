import type { DiffLine } from "@/lib/registry/diff-lines";
import { cn } from "../ui/cn";
import { type TokenKind, toPieces } from "./tokens";

const colours: Record<TokenKind, string> = {
  text: "",
  variable: "whitespace-nowrap text-code-variable max-md:whitespace-normal",
  logic: "text-code-logic",
  snippet: "text-code-snippet",
  string: "text-code-string",
};

/** The original text of a line: Liquid coloured, changed words tinted, nothing rendered or run. */
export function LineText({ line, side }: { line: DiffLine; side: "before" | "after" }) {
  const Word = side === "before" ? "del" : "ins";
  const tint = side === "before" ? "bg-diff-del-word" : "bg-diff-add-word";
  return toPieces(line.text, line.words).map((piece, index) => {
    const key = `${index}`;
    const colour = colours[piece.kind];
    if (piece.isChanged)
      return (
        <Word key={key} className={cn("rounded-[2px] no-underline", tint, colour)}>
          {piece.text}
        </Word>
      );
    return colour ? (
      <span key={key} className={colour}>
        {piece.text}
      </span>
    ) : (
      piece.text
    );
  });
}
