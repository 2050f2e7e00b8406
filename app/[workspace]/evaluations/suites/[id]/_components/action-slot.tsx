"use client";

import { type ReactNode, useEffect, useState } from "react";
import { createPortal } from "react-dom";

/** Puts the suite's acts into the page's header, which is drawn by the server. */
export function ActionSlot({ children }: { children: ReactNode }) {
  const [target, setTarget] = useState<HTMLElement | null>(null);
  useEffect(() => setTarget(document.getElementById("suite-actions")), []);
  return target ? createPortal(children, target) : null;
}
