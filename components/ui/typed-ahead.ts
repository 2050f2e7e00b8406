"use client";

import { useEffect } from "react";

/** How long a text waits for its field after the code has loaded, in ms. */
const graceMs = 1_000;

/** The text after a key. Null: the key types nothing. Pure. */
export function afterKey(text: string, key: string): string | null {
  if (key === "Backspace") return [...text].slice(0, -1).join("");
  if (key === "Enter") return text; // it would press the button that opened
  return [...key].length === 1 ? text + key : null;
}

const typedTypes = new Set(["text", "search", "email", "url", "tel", "password", "number"]);

const isTextField = (target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement =>
  target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && typedTypes.has(target.type));

let typed = "";
/** What was typed before the first Enter. */
let entered: string | null = null;
let loading = 0;
let end: ReturnType<typeof setTimeout> | undefined;
let stop: (() => void) | null = null;

/** Collects what is typed, until a field of the loaded part gets the focus or the person presses elsewhere. */
function collect(): () => void {
  const listening = new AbortController();
  const options = { capture: true, signal: listening.signal };
  const onKeyDown = (event: KeyboardEvent) => {
    const isCommand = (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState("AltGraph");
    const next = isCommand || event.isComposing ? null : afterKey(typed, event.key);
    if (next === null) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.key === "Enter") entered ??= typed;
    typed = next;
  };
  const onFocus = ({ target }: FocusEvent) => {
    if (!isTextField(target)) {
      if (loading === 0) stop?.();
      return;
    }
    // An editor that loads meanwhile takes the focus of the field it replaces.
    const part = target.closest<HTMLElement>("[role=dialog], [data-typed-ahead]");
    if (!part) return;
    // Enter ends the text of a cell. What follows belongs to the next cell, which nobody has opened.
    const isEntered = part.dataset.typedAhead === "enter" && entered !== null;
    const text = isEntered ? entered : typed;
    stop?.();
    // After the dialog has set the selection of its field.
    queueMicrotask(() => {
      if (document.activeElement !== target) return;
      if (text) document.execCommand("insertText", false, text);
      // After React has rendered the field with the text.
      const enter = () => target.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
      if (isEntered) setTimeout(enter);
    });
  };
  window.addEventListener("keydown", onKeyDown, options);
  window.addEventListener("focusin", onFocus, options);
  window.addEventListener("pointerdown", () => stop?.(), options);
  return () => {
    listening.abort();
    clearTimeout(end);
    typed = "";
    entered = null;
    stop = null;
  };
}

/**
 * Keeps what is typed while the code of a dialog or a picker loads, and types it into the first field there that gets
 * the focus.
 */
export function useTypedAhead(isLoading: boolean): void {
  useEffect(() => {
    if (!isLoading) return;
    loading++;
    clearTimeout(end);
    stop ??= collect();
    return () => {
      loading--;
      if (loading === 0) end = setTimeout(() => stop?.(), graceMs);
    };
  }, [isLoading]);
}

/**
 * Stands in for a dialog, or a part with `data-typed-ahead`, that shows nothing until its code has loaded. With the
 * value "enter", Enter ends the text.
 */
export function TypedAhead(): null {
  useTypedAhead(true);
  return null;
}
