"use client";

import { Users } from "lucide-react";
import { Button } from "@/components/ui/button";
import { useEdit } from "../edit-context";
import { firstName } from "../place-words";
import type { Together as TogetherState } from "./use-shared-draft";

type Props = TogetherState & { isUndecided: boolean };

/** "Edit together": where somebody else has the same text open, or shares it already. */
export function Together({ session, people, isBusy, offer, begin, leave, isUndecided }: Props) {
  const { others, setup, isReadOnly } = useEdit();
  if (isReadOnly) return null;
  if (session) {
    const names = [...new Set(people.map(({ name }) => firstName(name)))];
    return (
      <span className="flex items-center gap-2">
        <span role="status" className="whitespace-nowrap text-12 text-fg-muted max-lg:sr-only">
          {names.length > 0 ? `You edit together with ${names.join(", ")}` : "Shared draft: nobody else is in it"}
        </span>
        <Button size="sm" variant="quiet" onClick={leave}>
          Edit alone
        </Button>
      </span>
    );
  }
  const isSomebodyHere = others.some(({ draftCopyId }) => draftCopyId === (setup.copy?.id ?? null));
  if (isUndecided || (!offer && !isSomebodyHere)) return null;
  const [first] = offer?.names ?? [];
  return (
    <Button size="sm" icon={<Users aria-hidden />} busy={isBusy && "Opening"} onClick={() => void begin()}>
      {first ? `Edit together with ${firstName(first)}` : "Edit together"}
    </Button>
  );
}
