import type { ReactNode } from "react";

export type ToastInput = {
  /** What happened: "v17 is live." */
  title: ReactNode;
  /** The effect, or what to do: "All 3 applications have it, after 0.2 s." */
  detail?: ReactNode;
  /** Undoes the action. The toast stays while it runs. */
  undo?: () => void | Promise<void>;
  tone?: "done" | "failed";
  seconds?: number;
};
