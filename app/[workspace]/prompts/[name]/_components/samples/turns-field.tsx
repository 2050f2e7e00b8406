"use client";

import { Plus, X } from "lucide-react";
import { useId } from "react";
import { inOrder } from "@/components/editor/in-order";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { controlStyle } from "@/components/ui/input";
import { latePart } from "@/components/ui/late-part";
import type { PlaceholderValues } from "@/lib/evaluation/values";

// What reads the messages of all providers weighs 4 KB, and most turns are plain text.
const RecordedTurn = latePart(
  () => import("./recorded-turn").then((module) => module.RecordedTurn),
  () => <div className={`mt-7 ${turnStyle}`} />,
);

type SampleTurn = PlaceholderValues[string][number];
export type Turns = readonly SampleTurn[];
type Props = { name: string; turns: Turns; onChange: (turns: SampleTurn[]) => void };

export const turnStyle = cn(controlStyle, "field-sizing-content block min-h-8 resize-none py-1.5");
const roles = { user: "User", assistant: "Assistant", tool: "Tool" } as const;

/** Returns the title of a placeholder: "Chat history" for `history`, otherwise its name. */
export const placeholderTitle = (name: string) => (name === "history" ? "Chat history" : name);

/** Whether a turn is plain text, which can be edited. Other turns are read-only. */
const isPlain = (turn: SampleTurn) =>
  typeof turn.content === "string" && typeof turn.role === "string" && !turn.tool_calls && !turn.tool_call_id;

/** An editor for the sample messages of a placeholder. */
export function TurnsField({ name, turns, onChange }: Props) {
  const headId = useId();
  const title = placeholderTitle(name);
  const last = turns.at(-1)?.role;
  const add = () => onChange([...turns, { role: last === "user" ? "assistant" : "user", content: "" }]);
  const set = (index: number, change: Partial<SampleTurn>) =>
    onChange(turns.map((turn, at) => (at === index ? { ...turn, ...change } : turn)));
  const remove = (index: number) => onChange(turns.toSpliced(index, 1));
  return (
    <section aria-labelledby={headId}>
      <header className="flex min-h-7 items-center justify-between gap-2">
        <h3 id={headId} className="font-medium">
          {title}
        </h3>
        <Button variant="quiet" size="sm" icon={<Plus className="size-3.5" />} onClick={add}>
          Turn
        </Button>
      </header>
      {turns.length === 0 ? (
        <p className="text-12 text-fg-muted">No earlier turns. The conversation starts here.</p>
      ) : (
        <ol className="grid gap-2">
          {inOrder(turns).map(({ key, item: turn }, index) => (
            <li key={key} className="group relative">
              {isPlain(turn) ? (
                <>
                  <TurnHead
                    index={index}
                    role={String(turn.role)}
                    onRole={(role) => set(index, { role })}
                    onRemove={() => remove(index)}
                  />
                  <textarea
                    aria-label={`Text of turn ${index + 1}`}
                    rows={1}
                    value={String(turn.content)}
                    onChange={(event) => set(index, { content: event.target.value })}
                    className={turnStyle}
                  />
                </>
              ) : (
                <RecordedTurn turns={turns} index={index} onRemove={() => remove(index)} />
              )}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

type TurnHeadProps = {
  index: number;
  role: string;
  /** Null: the role cannot be changed. */
  onRole: ((role: string) => void) | null;
  onRemove: () => void;
};

/** The speaker of a turn, and the button that removes it. */
export function TurnHead({ index, role, onRole, onRemove }: TurnHeadProps) {
  return (
    <div className="flex items-center justify-between">
      <select
        aria-label={`Speaker of turn ${index + 1}`}
        value={role}
        disabled={!onRole}
        onChange={(event) => onRole?.(event.target.value)}
        className="h-6 appearance-none rounded-sm bg-transparent text-12 text-fg-muted hover:text-fg max-md:h-10"
      >
        {Object.entries(roles).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <IconButton label={`Remove turn ${index + 1}`} size="sm" icon={<X className="size-3.5" />} onClick={onRemove} />
    </div>
  );
}
