"use client";

import { LogOut } from "lucide-react";
import { Button } from "@/components/ui/button";
import { firstName } from "@/lib/editing/draft/place-words";
import { useEdit } from "../edit-context";
import type { SharedDraftState } from "./use-shared-draft";

type Props = SharedDraftState & { isUndecided: boolean };

/**
 * "Edit together" if another person has the same text open, "Join Mara" if Mara already shares it, "Edit alone" to
 * leave.
 */
export function Together({ session, isBusy, offer, begin, leave, isUndecided }: Props) {
  const { others, setup, isReadOnly } = useEdit();
  if (isReadOnly) return null;
  if (session)
    return (
      <Button size="sm" variant="quiet" icon={<LogOut className="size-4 md:hidden" />} onClick={leave}>
        <span className="max-md:sr-only">Edit alone</span>
      </Button>
    );
  const isSomebodyHere = others.some(({ draftCopyId }) => draftCopyId === (setup.copy?.id ?? null));
  if (isUndecided || (!offer && !isSomebodyHere)) return null;
  const [first] = offer?.names ?? [];
  return (
    <Button size="sm" busy={isBusy && "Opening"} onClick={() => void begin()}>
      {first ? `Join ${firstName(first)}` : "Edit together"}
    </Button>
  );
}
