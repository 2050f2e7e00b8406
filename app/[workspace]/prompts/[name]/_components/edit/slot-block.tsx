"use client";

import { MessagesSquare } from "lucide-react";
import { cn } from "@/components/ui/cn";
import type { DraftSlot } from "@/lib/editing/draft/draft";
import { placeWords } from "@/lib/editing/draft/place-words";
import { useEdit } from "./edit-context";
import { EntryMenu } from "./entry-menu";
import { Grip } from "./message-block";
import { PresenceFlags } from "./presence";
import { slotTitle } from "./slot-title";
import type { DragProps } from "./use-drag";

type Props = { entry: DraftSlot; index: number; drag: DragProps; moveBy: (step: number) => void };

/** A placeholder: where the application inserts messages, or where the examples are inserted. */
export function SlotBlock({ entry, index, drag, moveBy }: Props) {
  const { draft, isReadOnly } = useEdit();
  const isExamples = entry.placeholder === "examples";
  const title = slotTitle(entry.placeholder);
  return (
    <section
      aria-label={title}
      data-editor-block={entry.id}
      tabIndex={-1}
      className={cn(
        "relative flex min-h-[38px] items-center gap-2 rounded-lg border border-line-control border-dashed pr-1.5 outline-none",
        isReadOnly ? "pl-3" : "pl-1",
        drag.isDragged && "opacity-50",
      )}
    >
      <PresenceFlags place={placeWords(draft, entry.id)} />
      {isReadOnly ? null : <Grip what={title} drag={drag} moveBy={moveBy} />}
      <MessagesSquare aria-hidden="true" className="size-3.5 text-fg-subtle" />
      <span className="max-w-[60%] shrink-0 truncate font-medium">{title}</span>
      <span className="truncate text-fg-subtle max-md:hidden">
        {isExamples ? (
          "the pairs below are inserted here"
        ) : (
          <>
            the turns so far, sent by the application as <code>{entry.placeholder}</code>
            {entry.optional ? ", or left out" : ""}
          </>
        )}
      </span>
      {isReadOnly ? null : (
        <span className="ml-auto">
          <EntryMenu entry={entry} index={index} moveBy={moveBy} />
        </span>
      )}
    </section>
  );
}
