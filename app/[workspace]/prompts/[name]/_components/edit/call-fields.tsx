"use client";

import { useMemo } from "react";
import { JsonEditor } from "@/components/editor/json-editor";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { DraftMessage } from "@/lib/editing/draft/draft";
import { jsonFaults, toolsShape } from "@/lib/editing/json-faults";
import { useEdit } from "./edit-context";

/** The tool calls of an assistant message, or the id of the call that a tool message answers. */
export function CallFields({ entry }: { entry: DraftMessage }) {
  const { dispatch, isReadOnly } = useEdit();
  const { calls, tool_call_id: answered } = entry;
  const faults = useMemo(() => (calls ? jsonFaults(calls, toolsShape) : []), [calls]);
  const [first] = faults;
  const set = (change: Partial<Pick<DraftMessage, "calls" | "tool_call_id">>) =>
    dispatch({ do: "set calls", id: entry.id, change });
  return (
    <div className="grid gap-2 px-3 pb-2 empty:hidden">
      {entry.role === "assistant" && calls !== undefined ? (
        <Field label="Tool calls" note="JSON list" {...(first && { error: `Line ${first.line}: ${first.message}` })}>
          <JsonEditor
            label="Tool calls"
            value={calls}
            rows={4}
            readOnly={isReadOnly}
            faults={faults}
            onChange={(text) => set({ calls: text })}
          />
        </Field>
      ) : null}
      {entry.role === "tool" ? (
        <Field label="Answers call" help="The id of the tool call before it">
          <Input
            value={answered ?? ""}
            readOnly={isReadOnly}
            placeholder="call_1"
            onChange={(event) => set({ tool_call_id: event.target.value.trim() })}
          />
        </Field>
      ) : null}
    </div>
  );
}
