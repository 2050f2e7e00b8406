"use client";

import { Avatar } from "@/components/ui/avatar";
import { avatarColour } from "@/components/ui/avatar-colour";
import { cn } from "@/components/ui/cn";
import { firstName, presenceWords, togetherWords } from "@/lib/editing/draft/place-words";
import type { PresenceView } from "@/lib/registry/queries/presences";
import { useEdit } from "./edit-context";

const shown = 3;

/** The other people who have this prompt open: avatars, and a text on wide screens. */
export function Presence({ together, isNarrow }: { together: readonly { name: string }[] | null; isNarrow: boolean }) {
  const { others, setup } = useEdit();
  const words = together ? togetherWords(together) : presenceWords(others, setup.copy?.id ?? null);
  return (
    <span role="status" className="flex items-center gap-2">
      {others.length > 0 || together ? (
        <>
          <span className="flex">
            {others.slice(0, shown).map(({ userId, name }) => (
              <Avatar key={userId} name={name} className="not-first:-ml-1.5 shadow-[0_0_0_2px_var(--surface)]" />
            ))}
          </span>
          <span
            className={cn("whitespace-nowrap text-12 text-fg-muted max-lg:sr-only", isNarrow && "max-[1500px]:sr-only")}
          >
            {words}
          </span>
        </>
      ) : null}
    </span>
  );
}

/** Labels with the names of other people who are at this place. */
export function PresenceFlags({ place }: { place: string }) {
  const { others, setup, session } = useEdit();
  if (session) return null; // the carets show the names
  const here = others.filter((one) => isAt(one, place, setup.copy?.id ?? null));
  if (here.length === 0) return null;
  return (
    <span className="-top-2.5 pointer-events-none absolute right-10 z-2 flex gap-1">
      {here.map(({ userId, name, isEditing }) => (
        <span
          key={userId}
          className={cn("rounded-sm px-1.5 font-medium text-11 text-on-avatar leading-[18px]", avatarColour(name))}
        >
          {firstName(name)}
          <span className="sr-only">{isEditing ? " is writing here" : " is here"}</span>
        </span>
      ))}
    </span>
  );
}

const isAt = (one: PresenceView, place: string, copy: string | null) =>
  place !== "" && one.place === place && one.draftCopyId === copy;
