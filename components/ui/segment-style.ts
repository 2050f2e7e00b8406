import type { ReactNode } from "react";

export const frame = "inline-flex max-w-full gap-0.5 overflow-x-auto rounded-md bg-surface-hover p-0.5";
export const part =
  "flex h-6 items-center gap-1.5 whitespace-nowrap rounded-sm px-2 font-medium text-fg-muted transition-colors hover:text-fg focus-visible:-outline-offset-2 max-md:h-10 max-md:flex-1 max-md:justify-center max-md:px-3";
export const chosen = "bg-surface-active text-fg shadow-[var(--lift-control),0_0_0_1px_var(--border)]";

export type SegmentLabel = { label: ReactNode; icon?: ReactNode };
