"use client";

import { type Ref, type RefObject, useEffect, useImperativeHandle, useRef } from "react";

type Control = HTMLInputElement | HTMLTextAreaElement;

/**
 * Returns a ref for a control that reports text typed before hydration. React keeps such text in the control but only
 * knows the server's value, and would restore that at the next render.
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
    // The setter of the instance is React's and records the value as known. That of the prototype is the browser's.
    control.value = String(known);
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), "value")?.set?.call(control, typed);
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }, []);
  return own;
}
