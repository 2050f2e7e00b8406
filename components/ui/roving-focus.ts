import type { KeyboardEvent } from "react";

const steps: Record<string, (at: number, count: number) => number> = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowDown: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at + count - 1) % count,
  ArrowUp: (at, count) => (at + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** The place of the focus after a key, in a group of buttons. Null: the key does not move it. Pure. */
export function placeAfterKey(key: string, at: number, count: number): number | null {
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined;
  return step && at >= 0 ? step(at, count) : null;
}

/** Arrow keys, Home and End move the focus among the buttons of a group, which is one stop of the Tab key. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (!(event.target instanceof HTMLButtonElement)) return;
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const place = placeAfterKey(event.key, buttons.indexOf(event.target), buttons.length);
  if (place === null) return;
  event.preventDefault();
  buttons[place]?.focus();
}
