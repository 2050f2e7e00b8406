import { type FocusEvent, type KeyboardEvent, useState } from "react";

const rowOf = (target: EventTarget) =>
  target instanceof Element ? target.closest<HTMLElement>("[data-request]") : null;

type Options = {
  /** The interaction ids of the rows, in order. */
  names: readonly string[];
  open: string | null;
  onOpen: (interactionId: string) => void;
  onLast: () => void;
};

/**
 * One row of the list is a stop of the Tab key: the open one, else the one that had the focus last, else the first. The
 * arrow keys move the focus between rows, and with it the open request.
 */
export function useRowStop({ names, open, onOpen, onLast }: Options) {
  const [focused, setFocused] = useState<string | null>(null);
  const stop = [open, focused].find((name) => name !== null && names.includes(name)) ?? names[0];

  const onFocus = ({ target }: FocusEvent) => setFocused(rowOf(target)?.dataset.request ?? null);

  const onKeyDown = (event: KeyboardEvent) => {
    const { target, key, currentTarget } = event;
    if (key !== "ArrowDown" && key !== "ArrowUp") return;
    if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return;
    const at = names.indexOf(rowOf(target)?.dataset.request ?? "");
    if (at < 0) return;
    event.preventDefault();
    const next = names[at + (key === "ArrowDown" ? 1 : -1)];
    if (next === undefined) return onLast();
    const control = target instanceof HTMLInputElement ? "input" : "a";
    currentTarget.querySelector<HTMLElement>(`[data-request="${CSS.escape(next)}"] ${control}`)?.focus();
    if (open !== null) onOpen(next);
  };

  return { stop, rows: { onFocus, onKeyDown } };
}
