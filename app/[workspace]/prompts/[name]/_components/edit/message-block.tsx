"use client";

import { ChevronDown, GripVertical } from "lucide-react";
import { type DragEvent, type KeyboardEvent, useMemo } from "react";
import { JsonEditor } from "@/components/editor/json-editor";
import { TemplateEditor } from "@/components/editor/template-editor";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { type DraftMessage, roleNames } from "@/lib/editing/draft/draft";
import { readContent } from "@/lib/editing/draft/draft-parts";
import { tokensText } from "@/lib/editing/draft/estimate";
import { placeWords } from "@/lib/editing/draft/place-words";
import { jsonFaults, toolsShape } from "@/lib/editing/json-faults";
import type { Role } from "@/lib/template/content";
import { plainText } from "@/lib/template/message-text";
import { aboutTokens } from "@/lib/template/token-estimate";
import { useEdit } from "./edit-context";
import { EntryMenu } from "./entry-menu";
import { PartList } from "./late-part-list";
import { PresenceFlags } from "./presence";
import type { DragProps } from "./use-drag";
import { useTextPlace } from "./use-text-place";

const roles = Object.entries(roleNames) as [Role, string][];

type Props = { entry: DraftMessage; index: number; drag: DragProps; moveBy: (step: number) => void };

/** A message: its role, its approximate number of tokens, and its text. */
export function MessageBlock({ entry, index, drag, moveBy }: Props) {
  const { draft, dispatch, isReadOnly } = useEdit();
  const place = useTextPlace(entry.id);
  const isChat = draft.type === "chat";
  const label = placeWords(draft, entry.id);
  return (
    <section
      aria-label={label}
      data-editor-block={entry.id}
      tabIndex={-1}
      className={cn(
        "relative rounded-lg border border-line-strong bg-surface outline-none focus-within:border-accent focus-within:shadow-[0_0_0_1px_var(--accent)]",
        drag.isDragged && "opacity-50",
      )}
    >
      <PresenceFlags place={label} />
      <header className="flex h-9 items-center gap-0.5 rounded-t-[7px] border-line border-b bg-surface-sunken pr-1.5 pl-1 max-md:h-11">
        {isChat && !isReadOnly ? <Grip what={label} drag={drag} moveBy={moveBy} /> : null}
        {isChat ? (
          <span className="relative flex items-center">
            <select
              aria-label={`Role: ${label}`}
              value={entry.role}
              disabled={isReadOnly}
              onChange={(event) => dispatch({ do: "set role", id: entry.id, role: event.target.value as Role })}
              className="field-sizing-content h-7 appearance-none rounded-md pr-6 pl-1.5 font-semibold hover:bg-surface-hover disabled:opacity-100 max-md:h-10"
            >
              {roles.map(([role, name]) => (
                <option key={role} value={role}>
                  {name}
                </option>
              ))}
            </select>
            {isReadOnly ? null : <ChevronDown className="pointer-events-none absolute right-1.5 size-3" />}
          </span>
        ) : (
          <span className="px-2.5 font-semibold">Text</span>
        )}
        <span className="mr-1 ml-auto text-12 text-fg-subtle tabular-nums">
          {tokensText(aboutTokens(plainText(readContent(entry))))}
        </span>
        {isChat && !isReadOnly ? <EntryMenu entry={entry} index={index} moveBy={moveBy} /> : null}
      </header>
      {entry.parts ? (
        <PartList
          place={entry.id}
          label={label}
          parts={entry.parts}
          onChange={(parts) => dispatch({ do: "set parts", id: entry.id, parts })}
        />
      ) : (
        <TemplateEditor
          {...place}
          label={label}
          value={entry.content}
          onChange={(content) => dispatch({ do: "write", id: entry.id, content })}
        />
      )}
      <CallFields entry={entry} />
    </section>
  );
}

/** The handle that moves an entry, by dragging or with the arrow keys. */
export function Grip({ what, drag, moveBy }: Pick<Props, "drag" | "moveBy"> & { what: string }) {
  return (
    <IconButton
      label={`Move: ${what}`}
      data-grip
      keys={["↑", "↓"]}
      size="sm"
      icon={<GripVertical className="size-3.5" />}
      className="cursor-grab text-fg-subtle"
      draggable
      onDragStart={(event: DragEvent<HTMLButtonElement>) => drag.start(event)}
      onDragEnd={drag.end}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
        event.preventDefault();
        moveBy(event.key === "ArrowUp" ? -1 : 1);
      }}
    />
  );
}

/** The tool calls of an assistant message, or the id of the call that a tool message answers. */
function CallFields({ entry }: { entry: DraftMessage }) {
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
