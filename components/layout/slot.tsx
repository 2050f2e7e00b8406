"use client";

import { type ReactNode, useEffect, useState } from "react";
import { createPortal } from "react-dom";

type Props = { id: "prompt-state" | "prompt-actions" | "suite-actions"; children: ReactNode };

/** Adds content to the page's header, which the server renders. */
export function Slot({ id, children }: Props) {
  const [target, setTarget] = useState<HTMLElement | null>(null);
  useEffect(() => setTarget(document.getElementById(id)), [id]);
  return target ? createPortal(children, target) : null;
}
