"use client";

import { useState } from "react";
import { cn } from "@/components/ui/cn";
import { AddRow } from "./add-row";
import { useEdit } from "./edit-context";
import { ExampleList } from "./example-list";
import { MessageBlock } from "./message-block";
import { SlotBlock } from "./slot-block";
import { useDrag } from "./use-drag";

/** The entries in order, and the buttons that add more. */
export function MessageList() {
  const { draft, dispatch, isReadOnly } = useEdit();
  const [areExamplesOpen, setExamplesOpen] = useState(false);
  const { gap, dragProps, dropProps } = useDrag((id, to) => dispatch({ do: "move entry", id, to }));
  const { entries } = draft;

  const moveBy = (id: string, index: number) => (step: number) => {
    dispatch({ do: "move entry", id, to: index + step });
    // The grip keeps the focus at its new position.
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>(`[data-editor-block="${id}"] [data-grip]`)?.focus(),
    );
  };

  return (
    <div>
      <div className="grid gap-2.5">
        {entries.map((entry, index) => {
          const shared = { index, drag: dragProps(entry.id, index), moveBy: moveBy(entry.id, index) };
          return (
            <div
              key={entry.id}
              {...dropProps(index)}
              className={cn(
                "relative min-w-0",
                gap === index && "before:-top-[6px] before:absolute before:inset-x-0 before:h-0.5 before:bg-accent",
                gap === index + 1 &&
                  index === entries.length - 1 &&
                  "after:-bottom-[6px] after:absolute after:inset-x-0 after:h-0.5 after:bg-accent",
              )}
            >
              {entry.kind === "message" ? (
                <MessageBlock entry={entry} {...shared} />
              ) : (
                <SlotBlock entry={entry} {...shared} />
              )}
            </div>
          );
        })}
      </div>
      {draft.type === "chat" && (!isReadOnly || draft.examples.length > 0) ? (
        <AddRow areExamplesOpen={areExamplesOpen} setExamplesOpen={setExamplesOpen} />
      ) : (
        <div className="h-3.5" />
      )}
      {areExamplesOpen && draft.examples.length > 0 ? <ExampleList /> : null}
    </div>
  );
}
