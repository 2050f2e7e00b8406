"use client";

import { Popover } from "@/components/ui/popover";
import { splitAtTerms } from "@/lib/experiments/glossary";

/** A text whose statistical terms open an explanation. They have a dotted underline and are buttons for keyboards. */
export function Explained({ children: text }: { children: string }) {
  return splitAtTerms(text).map((piece) =>
    typeof piece === "string" ? (
      piece
    ) : (
      <Popover
        key={piece.term.name}
        label={piece.term.name}
        align="start"
        className="w-[320px]"
        trigger={
          <button
            type="button"
            className="cursor-help rounded-sm text-left underline decoration-dotted decoration-line-control underline-offset-[3px] hover:text-fg"
          >
            {piece.text}
          </button>
        }
      >
        <p className="mb-1 text-left font-semibold text-14 text-fg">{piece.term.name}</p>
        <p className="whitespace-normal text-left font-normal text-fg-muted">{piece.term.meaning}</p>
      </Popover>
    ),
  );
}
