"use client";

import { latePart } from "@/components/ui/late-part";
import { Popover } from "@/components/ui/popover";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { splitAtTerms } from "@/lib/experiments/glossary";

const loadMeaning = () => import("./term-meaning");
const TermMeaning = latePart(
  () => loadMeaning().then((module) => module.TermMeaning),
  () => (
    <Loading label="Loading the explanation">
      <Skeleton className="h-10 w-full" />
    </Loading>
  ),
);
/** Before it is opened, so that it opens with its text. Without a connection, the popover says that it loads. */
const prepare = () => void loadMeaning().catch(() => {});

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
            onPointerEnter={prepare}
            onFocus={prepare}
            className="cursor-help rounded-sm text-left underline decoration-dotted decoration-line-control underline-offset-[3px] hover:text-fg"
          >
            {piece.text}
          </button>
        }
      >
        <p className="mb-1 text-left font-semibold text-14 text-fg">{piece.term.name}</p>
        <TermMeaning name={piece.term.name} />
      </Popover>
    ),
  );
}
