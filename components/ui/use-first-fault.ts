"use client";

import { useEffect, useRef } from "react";

/** Gives what to call with a form that has faults: the focus goes to the first field at fault as soon as it is shown. */
export function useFirstFault(): (form: Element | null) => void {
  const faulty = useRef<Element | null>(null);
  useEffect(() => {
    const first = faulty.current?.querySelector<HTMLElement>("[aria-invalid=true]");
    if (first) faulty.current = null;
    first?.focus();
  });
  return (form) => {
    faulty.current = form;
  };
}
