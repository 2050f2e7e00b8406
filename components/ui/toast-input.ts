import type { ReactNode } from "react";

export type ToastInput = {
  /** What happened: "v17 is live." */
  title: ReactNode;
  /** Where it arrived, or what to do: "All 3 applications have it, after 0.2 s." */
  detail?: ReactNode;
  /** Takes the act back. The toast stays while it runs. */
  undo?: () => void | Promise<void>;
  tone?: "done" | "failed";
  seconds?: number;
};
