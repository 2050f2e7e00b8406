import { type FocusEvent, type KeyboardEvent, useState } from "react";

const rowOf = (target: EventTarget) =>
  target instanceof Element ? target.closest<HTMLElement>("[data-row]")?.dataset.row : undefined;

type Options = {
  /** The keys of the rows, in order. Each row has its key in `data-row`. */
  names: readonly string[];
  /** The row that is open beside the list. */
  open?: string | null;
  onOpen?: (name: string) => void;
  /** The arrow down key was pressed in the last row. */
  onLast?: () => void;
};

/**
 * One row of a list is a stop of the Tab key: the open one, else the one that had the focus last, else the first. The
 * arrow keys move the focus between rows, and with it the open one.
 */
export function useRowStop({ names, open = null, onOpen, onLast }: Options) {
  const [focused, setFocused] = useState<string | null>(null);
  const stop = [open, focused].find((name) => name !== null && names.includes(name)) ?? names[0];

  const onFocus = ({ target }: FocusEvent) => setFocused((before) => rowOf(target) ?? before);

  const onKeyDown = (event: KeyboardEvent) => {
    const { target, key, currentTarget } = event;
    if (key !== "ArrowDown" && key !== "ArrowUp") return;
    if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return;
    const at = names.indexOf(rowOf(target) ?? "");
    if (at < 0) return;
    event.preventDefault();
    const next = names[at + (key === "ArrowDown" ? 1 : -1)];
    if (next === undefined) return key === "ArrowDown" ? onLast?.() : undefined;
    const control = target instanceof HTMLElement ? target.localName : "a";
    const row = currentTarget.querySelector(`[data-row="${CSS.escape(next)}"]`);
    row?.querySelector<HTMLElement>(control)?.focus();
    if (open !== null) onOpen?.(next);
  };

  return { stop, rows: { onFocus, onKeyDown } };
}
