"use client";

import { useState } from "react";

/** The open state, controlled by the caller or by the trigger. */
export function useOpen(controlled: boolean | undefined, onOpenChange: ((open: boolean) => unknown) | undefined) {
  const [own, setOwn] = useState(false);
  return {
    open: controlled ?? own,
    onOpenChange: (next: boolean) => {
      setOwn(next);
      onOpenChange?.(next);
    },
  };
}
