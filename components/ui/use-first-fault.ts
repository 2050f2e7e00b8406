"use client";

import { useEffect, useRef } from "react";

/** Returns a function that moves the focus to the first invalid field of a form as soon as its error is shown. */
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
