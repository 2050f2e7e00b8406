"use client";

import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useRef, useState } from "react";
import { Avatar } from "./avatar";
import { cn } from "./cn";
import { Textarea, type TextareaProps } from "./input";
import { mentionBefore, peopleNamed } from "./mention-search";

type Person = { id: string; name: string };

const shownAtOnce = 6;
const [gapPx, edgePx] = [4, 8];

/** Puts the list below the field, or above it if there is more room, within what a phone's keyboard leaves free. */
function placeList(list: HTMLElement, field: HTMLElement): void {
  const { left, top, bottom } = field.getBoundingClientRect();
  const start = visualViewport?.offsetTop ?? 0;
  const end = start + (visualViewport?.height ?? innerHeight);
  const [above, below] = [top - start - gapPx - edgePx, end - bottom - gapPx - edgePx];
  const isAbove = list.scrollHeight > below && above > below;
  const height = Math.min(list.scrollHeight, isAbove ? above : below);
  Object.assign(list.style, {
    left: `${Math.max(edgePx, Math.min(left, innerWidth - list.offsetWidth - edgePx))}px`,
    top: `${isAbove ? top - gapPx - height : bottom + gapPx}px`,
    maxHeight: `${height}px`,
  });
}

/** Shows the list above everything, so that a dialog that scrolls does not cut it off. */
function useListOver(field: RefObject<HTMLElement | null>, list: RefObject<HTMLElement | null>, count: number) {
  useLayoutEffect(() => {
    const [own, beside] = [list.current, field.current];
    if (count === 0 || !own || !beside) return;
    if (!own.matches(":popover-open")) own.showPopover();
    const place = () => placeList(own, beside);
    place();
    window.addEventListener("scroll", place, true);
    window.addEventListener("resize", place);
    visualViewport?.addEventListener("resize", place);
    return () => {
      window.removeEventListener("scroll", place, true);
      window.removeEventListener("resize", place);
      visualViewport?.removeEventListener("resize", place);
    };
  }, [field, list, count]);
}

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
  const list = useRef<HTMLDivElement>(null);
  // The caret position after the next update of the text, before the next key.
  const caretNext = useRef<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new text puts the caret at its end
  useLayoutEffect(() => {
    if (caretNext.current !== null) field.current?.setSelectionRange(caretNext.current, caretNext.current);
    caretNext.current = null;
  }, [value]);
  const found = wanted === null ? [] : peopleNamed(people, wanted).slice(0, shownAtOnce);
  const chosen = found[Math.min(active, found.length - 1)];
  useListOver(field, list, found.length);

  const look = (text: string, caret: number) => {
    const next = mentionBefore(text.slice(0, caret));
    if (next !== wanted) setActive(0);
    setWanted(next);
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
    <div>
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
        // The caret moves without a change of the text. Where no list is open, none opens.
        onSelect={({ currentTarget }) => wanted !== null && look(currentTarget.value, currentTarget.selectionStart)}
        onBlur={() => setWanted(null)}
      />
      {chosen ? (
        <div
          id={listId}
          ref={list}
          popover="manual"
          role="listbox"
          aria-label="People"
          className="fixed inset-auto m-0 grid w-72 max-w-[calc(100vw-16px)] gap-0.5 overflow-y-auto rounded-lg border-0 bg-surface-raised p-1 text-13 text-fg shadow-popover"
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
