"use client";

import { LinkButton } from "@/components/ui/text-link";
import { examplePlace } from "@/lib/editing/draft/draft";
import { newId } from "@/lib/editing/draft/new-id";
import { AddButton } from "./add-button";
import { useEdit } from "./edit-context";

type Props = { areExamplesOpen: boolean; setExamplesOpen: (open: boolean) => void };

/** The buttons that add a message, the chat history or an example. */
export function AddRow({ areExamplesOpen, setExamplesOpen }: Props) {
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
