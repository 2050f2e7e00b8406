"use client";

import { useState } from "react";

/** Whether a floating part opens as a sheet (under 820 px); looked up each time it opens. */
export function useNarrowOnOpen(onOpenChange?: (open: boolean) => void) {
  const [isNarrow, setNarrow] = useState(false);
  return {
    isNarrow,
    onOpenChange: (open: boolean) => {
      if (open) setNarrow(window.matchMedia("(width < 820px)").matches);
      onOpenChange?.(open);
    },
  };
}
