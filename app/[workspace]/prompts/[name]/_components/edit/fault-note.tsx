"use client";

import { CircleAlert } from "lucide-react";
import { LinkButton } from "@/components/ui/text-link";
import { type TextFault, variableFor } from "@/lib/editing/draft/analysis";
import { toDraftVariable } from "@/lib/editing/draft/draft-content";
import { renameIn, renameInParts } from "@/lib/editing/draft/draft-reducer";
import { useEdit } from "./edit-context";

/** Describes a fault in a line and offers fixes. */
export function FaultNote({ fault: { place, message, unknown } }: { fault: TextFault }) {
  const { draft, dispatch, analysis, isReadOnly } = useEdit();

  const rename = (from: string, to: string) => {
    const [id = "", side] = place.split(":");
    const entry = draft.entries.find((one) => one.id === id);
    const example = draft.examples.find((one) => one.id === id);
    if (entry?.kind === "message" && entry.parts)
      dispatch({ do: "set parts", id, parts: renameInParts(entry.parts, from, to) });
    else if (entry?.kind === "message") dispatch({ do: "write", id, content: renameIn(entry.content, from, to) });
    if (!example || (side !== "input" && side !== "output")) return;
    const parts = side === "input" ? example.inputParts : example.outputParts;
    if (parts) dispatch({ do: "set example parts", id, side, parts: renameInParts(parts, from, to) });
    else dispatch({ do: "write example", id, side, text: renameIn(example[side], from, to) });
  };

  return (
    <>
      <CircleAlert aria-hidden="true" className="size-3.5 text-negative" />
      {unknown ? (
        <>
          <span>
            <code>{unknown.name}</code> is not among the variables.
          </span>
          {isReadOnly ? null : (
            <LinkButton
              onClick={() =>
                dispatch({ do: "declare", variable: toDraftVariable(variableFor(unknown.name, analysis)), at: 0 })
              }
            >
              Add it
            </LinkButton>
          )}
          {unknown.nearest && !isReadOnly ? (
            <LinkButton onClick={() => unknown.nearest && rename(unknown.name, unknown.nearest)}>
              Use <code>{unknown.nearest}</code>
            </LinkButton>
          ) : null}
        </>
      ) : (
        <span className="min-w-0">{message}</span>
      )}
    </>
  );
}
