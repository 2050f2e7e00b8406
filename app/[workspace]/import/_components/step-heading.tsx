"use client";

import { type ReactNode, useEffect, useRef } from "react";

/**
 * The heading of a step. It takes the focus when the step appears, because the pressed button was removed from the
 * page.
 */
export function StepHeading({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <h2 ref={heading} tabIndex={-1} className="text-18 tracking-tight outline-none">
      {children}
    </h2>
  );
}
