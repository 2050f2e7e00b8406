"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { reach } from "@/components/ui/reach";
import { toast } from "@/components/ui/toast";
import { keepAtHand } from "../actions";
import { useWorkspace } from "./use-workspace";

type Favourites = { names: readonly string[]; toggle: (name: string) => void };

const Context = createContext<Favourites>({ names: [], toggle: () => {} });

/** The favourites of this person. A click is shown immediately and is reverted if the server does not save it. */
export function useFavouriteNames(kept: readonly string[]): Favourites {
  const workspace = useWorkspace();
  const [known, setKnown] = useState({ kept, names: kept });
  // A refreshed page has newer favourites.
  if (known.kept !== kept) setKnown({ kept, names: kept });
  // Memoized: a new value would make React render parts again that the page has not revealed yet.
  return useMemo(() => {
    const show = (names: readonly string[]) => setKnown({ kept, names });
    const toggle = async (name: string) => {
      const before = known.names;
      const isFavourite = !before.includes(name);
      show(isFavourite ? [...before, name].toSorted() : before.filter((one) => one !== name));
      const result = await reach(() => keepAtHand({ workspace, name, isFavourite }));
      if (result.ok) return show(result.data);
      show(before);
      toast({ tone: "failed", title: "The favourite could not be changed.", detail: result.error.message });
    };
    return { names: known.names, toggle };
  }, [workspace, kept, known]);
}

export function FavouritesProvider({ value, children }: { value: Favourites; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

/** Returns whether a prompt is a favourite, and the function that changes it. */
export function useFavourite(name: string): { isFavourite: boolean; toggle: () => void } {
  const { names, toggle } = useContext(Context);
  return { isFavourite: names.includes(name), toggle: () => toggle(name) };
}
