"use client";

import { Plus } from "lucide-react";
import { useId } from "react";
import { inOrder } from "@/components/editor/in-order";
import { Button } from "@/components/ui/button";
import { latePart } from "@/components/ui/late-part";
import { type SampleTurn, TurnHead, type Turns, turnStyle } from "./turn-head";

// What reads the messages of all providers weighs 4 KB, and most turns are plain text.
const RecordedTurn = latePart(
  () => import("./recorded-turn").then((module) => module.RecordedTurn),
  () => <div className={`mt-7 ${turnStyle}`} />,
);

type Props = { name: string; turns: Turns; onChange: (turns: SampleTurn[]) => void };

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
        <Button variant="quiet" size="sm" icon={<Plus className="size-3.5" />} aria-label="Add a turn" onClick={add}>
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
