"use client";

import { type ReactNode, useEffect, useState } from "react";
import { createPortal } from "react-dom";

/** Puts something into the page's header, which is drawn by the server: `prompt-state` or `prompt-actions`. */
export function HeaderSlot({ id, children }: { id: "prompt-state" | "prompt-actions"; children: ReactNode }) {
  const [target, setTarget] = useState<HTMLElement | null>(null);
  useEffect(() => setTarget(document.getElementById(id)), [id]);
  return target ? createPortal(children, target) : null;
}
