"use client";

import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from "react";
import { Avatar } from "./avatar";
import { cn } from "./cn";
import { Textarea, type TextareaProps } from "./input";

type Person = { id: string; name: string };

/** Scrolls to a list that opens below the window or behind the tab bar of a phone. */
const show = (list: HTMLElement | null) => list?.scrollIntoView({ block: "nearest" });

const shownAtOnce = 6;
/** The height of the list with the tab bar of a phone below it. */
const roomPx = 300;
const mentionPattern = /(?:^|\s)@([\p{L}\p{N}.'-]*(?: [\p{L}\p{N}.'-]*)?)$/u;

export type MentionTextareaProps = Omit<TextareaProps, "value" | "onChange" | "ref"> & {
  value: string;
  onText: (text: string) => void;
  people: readonly Person[];
};

/** A text field in which "@" suggests people: arrow keys select, Enter and Tab accept, Escape closes. */
export function MentionTextarea({ value, onText, people, onKeyDown, ...rest }: MentionTextareaProps) {
  const listId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [wanted, setWanted] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const [isAbove, setAbove] = useState(false);
  // The caret position after the next update of the text, before the next key.
  const caretNext = useRef<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new text puts the caret at its end
  useLayoutEffect(() => {
    if (caretNext.current !== null) field.current?.setSelectionRange(caretNext.current, caretNext.current);
    caretNext.current = null;
  }, [value]);
  const found =
    wanted === null
      ? []
      : people
          .filter(({ name }) => ` ${name}`.toLowerCase().includes(` ${wanted.toLowerCase()}`) && name !== wanted)
          .slice(0, shownAtOnce);
  const chosen = found[Math.min(active, found.length - 1)];

  const look = (text: string, caret: number) => {
    setWanted(mentionPattern.exec(text.slice(0, caret))?.[1] ?? null);
    setActive(0);
    const box = field.current?.getBoundingClientRect();
    setAbove(box !== undefined && innerHeight - box.bottom < roomPx && box.top > roomPx);
  };
  const take = ({ name }: Person) => {
    const caret = field.current?.selectionStart ?? value.length;
    const start = caret - (wanted?.length ?? 0);
    caretNext.current = start + name.length + 1;
    onText(`${value.slice(0, start)}${name} ${value.slice(caret)}`);
    setWanted(null);
  };
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const isTake = (event.key === "Enter" || event.key === "Tab") && !event.metaKey && !event.ctrlKey;
    if (!chosen || !(step || isTake || event.key === "Escape")) return onKeyDown?.(event);
    event.preventDefault();
    event.stopPropagation();
    if (step) setActive((active + step + found.length) % found.length);
    else if (isTake) take(chosen);
    else setWanted(null);
  };

  return (
    <div className="relative">
      <Textarea
        {...rest}
        ref={field}
        value={value}
        aria-autocomplete="list"
        aria-controls={chosen ? listId : undefined}
        aria-activedescendant={chosen ? `${listId}-${chosen.id}` : undefined}
        onChange={({ target }) => {
          onText(target.value);
          look(target.value, target.selectionStart);
        }}
        onKeyDown={onKey}
        onBlur={() => setWanted(null)}
      />
      {chosen ? (
        <div
          id={listId}
          ref={show}
          role="listbox"
          aria-label="People"
          className={cn(
            "absolute left-0 z-45 grid w-72 max-w-full scroll-mb-16 gap-0.5 rounded-lg bg-surface-raised p-1 shadow-popover max-md:scroll-mb-24",
            isAbove ? "bottom-full mb-1" : "top-full mt-1",
          )}
        >
          {found.map((person) => (
            <div
              key={person.id}
              id={`${listId}-${person.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={person === chosen}
              className={cn(
                "flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 max-md:min-h-10",
                person === chosen && "bg-surface-hover",
              )}
              // Before the field loses the focus.
              onMouseDown={(event) => {
                event.preventDefault();
                take(person);
              }}
            >
              <Avatar name={person.name} size={20} silent />
              {person.name}
            </div>
          ))}
        </div>
      ) : null}
      <p role="status" className="sr-only">
        {chosen ? `${found.length} ${found.length === 1 ? "person" : "people"}. ${chosen.name} is chosen.` : ""}
      </p>
    </div>
  );
}
