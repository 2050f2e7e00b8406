"use client";

import { MessagesSquare } from "lucide-react";
import { useState } from "react";
import { cn } from "@/components/ui/cn";
import { LinkButton } from "@/components/ui/text-link";
import { type DraftSlot, examplePlace, slotTitle } from "@/lib/editing/draft/draft";
import { newId } from "@/lib/editing/draft/new-id";
import { placeWords } from "@/lib/editing/draft/place-words";
import { AddButton } from "./add-button";
import { useEdit } from "./edit-context";
import { EntryMenu } from "./entry-menu";
import { ExampleList } from "./example-list";
import { Grip, MessageBlock } from "./message-block";
import { PresenceFlags } from "./presence";
import { type DragProps, useDrag } from "./use-drag";

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
      <h2 className="sr-only">{draft.type === "chat" ? "Messages" : "Text"}</h2>
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

type Props = { entry: DraftSlot; index: number; drag: DragProps; moveBy: (step: number) => void };

/** A placeholder: where the application inserts messages, or where the examples are inserted. */
function SlotBlock({ entry, index, drag, moveBy }: Props) {
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
      <MessagesSquare className="size-3.5 text-fg-subtle" />
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

type AddRowProps = { areExamplesOpen: boolean; setExamplesOpen: (open: boolean) => void };

/** The buttons that add a message, the chat history or an example. */
function AddRow({ areExamplesOpen, setExamplesOpen }: AddRowProps) {
  const { draft, dispatch, awaited, isReadOnly } = useEdit();
  const { entries, examples } = draft;
  const hasHistory = entries.some((entry) => entry.kind === "slot" && entry.placeholder === "history");

  const addMessage = () => {
    const id = newId();
    const last = entries.findLast((entry) => entry.kind === "message");
    const role = !last ? "system" : last.role === "user" ? "assistant" : "user";
    dispatch({ do: "insert entry", entry: { id, kind: "message", role, content: "" } });
    awaited.current = id;
  };
  const addHistory = () => {
    const lastUser = entries.findLastIndex((entry) => entry.kind === "message" && entry.role === "user");
    const at = lastUser === entries.length - 1 && lastUser > 0 ? lastUser : entries.length;
    dispatch({ do: "insert entry", entry: { id: newId(), kind: "slot", placeholder: "history" }, at });
  };
  const addExample = () => {
    const id = newId();
    dispatch({ do: "insert example", example: { id, input: "", output: "" } });
    setExamplesOpen(true);
    awaited.current = examplePlace(id, "input");
  };

  return (
    <div className="-ml-2 mt-1.5 mb-3.5 flex flex-wrap items-center gap-1">
      {isReadOnly ? null : (
        <>
          <AddButton what="Message" label="Add a message" onClick={addMessage} />
          {hasHistory ? null : <AddButton what="Chat history" label="Add the chat history" onClick={addHistory} />}
          <AddButton what="Example" label="Add an example" onClick={addExample} />
        </>
      )}
      {examples.length > 0 ? (
        <span className="ml-auto text-12 text-fg-muted">
          {examples.length} {examples.length === 1 ? "example" : "examples"}{" "}
          <LinkButton aria-expanded={areExamplesOpen} onClick={() => setExamplesOpen(!areExamplesOpen)}>
            {areExamplesOpen ? "Hide" : "Show"}
          </LinkButton>
        </span>
      ) : null}
    </div>
  );
}
