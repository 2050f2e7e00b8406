"use client";

import { useTypedAhead } from "./typed-ahead";

/**
 * Stands in for a dialog while its code loads. The scrim appears after 150 ms, so a fast line shows none. What is typed
 * goes into the first field of the dialog.
 */
export function DialogLoading() {
  useTypedAhead(true);
  return (
    <div
      role="status"
      aria-busy="true"
      aria-label="Loading the dialog"
      className="fixed inset-0 z-40 animate-[appear_0s_150ms_both] bg-scrim"
    />
  );
}
