"use client";

import { type Ref, type RefObject, useEffect, useImperativeHandle, useRef } from "react";

type Control = HTMLInputElement | HTMLTextAreaElement;

/**
 * A ref for a control that tells its owner what was typed before the scripts arrived. React keeps such text in the
 * control but knows only the value that the server wrote, and would put that back at the next render.
 */
export function useTypedEarly<T extends Control>(value: unknown, ref: Ref<T> | undefined): RefObject<T | null> {
  const own = useRef<T>(null);
  useImperativeHandle(ref, () => own.current as T);
  const written = useRef(value);
  useEffect(() => {
    const control = own.current;
    const known = written.current;
    if (!control || known === undefined || known === null || control.value === String(known)) return;
    const typed = control.value;
    // The setter of the instance is React's: it notes the value as known. That of the class is the browser's.
    control.value = String(known);
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), "value")?.set?.call(control, typed);
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }, []);
  return own;
}
