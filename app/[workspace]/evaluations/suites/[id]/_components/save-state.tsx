"use client";

import { Check, CircleAlert } from "lucide-react";
import { useSyncExternalStore } from "react";
import { Spinner } from "@/components/ui/spinner";
import type { CaseSheet } from "@/lib/editing/cases/case-sheet";

/** Shows whether the edits are saved on the server. Empty before the first edit. */
export function SaveState({ sheet }: { sheet: CaseSheet }) {
  useSyncExternalStore(sheet.subscribe, sheet.getVersion, sheet.getVersion);
  const isWrong = sheet.state === "failed" || sheet.drafts.size > 0;
  return (
    <span role="status" className="flex items-center gap-1.5 whitespace-nowrap text-12 text-fg-muted">
      {isWrong ? (
        <>
          <CircleAlert aria-hidden="true" className="size-3.5 text-negative" />
          <span className="text-negative">Not all saved</span>
        </>
      ) : sheet.state === "saving" ? (
        <>
          <Spinner />
          Saving
        </>
      ) : sheet.state === "saved" ? (
        <>
          <Check aria-hidden="true" className="size-3.5" />
          Saved
        </>
      ) : null}
    </span>
  );
}
