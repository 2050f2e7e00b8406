"use client";

import { createContext, type ReactNode, useCallback, useContext, useEffect, useId, useMemo, useState } from "react";
import type { CommandGroup } from "./types";

type Shell = {
  isPaletteOpen: boolean;
  setPaletteOpen: (open: boolean) => void;
  isHelpOpen: boolean;
  setHelpOpen: (open: boolean) => void;
  /** Groups of the open page, before those of the shell. */
  pageGroups: readonly CommandGroup[];
  register: (id: string, groups: readonly CommandGroup[] | null) => void;
};

const Context = createContext<Shell | null>(null);

export function ShellProvider({ children }: { children: ReactNode }) {
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [registered, setRegistered] = useState<ReadonlyMap<string, readonly CommandGroup[]>>(new Map());
  const register = useCallback((id: string, groups: readonly CommandGroup[] | null) => {
    setRegistered((before) => {
      const after = new Map(before);
      if (groups) after.set(id, groups);
      else after.delete(id);
      return after;
    });
  }, []);
  const value = useMemo(
    () => ({
      isPaletteOpen,
      setPaletteOpen,
      isHelpOpen,
      setHelpOpen,
      pageGroups: [...registered.values()].flat(),
      register,
    }),
    [isPaletteOpen, isHelpOpen, registered, register],
  );
  return <Context value={value}>{children}</Context>;
}

export function useShell(): Shell {
  const shell = useContext(Context);
  if (!shell) throw new Error("Use it inside AppShell");
  return shell;
}

/** Adds the actions of the open page at the top of the palette while mounted. Keep `groups` stable (useMemo). */
export function PageCommands({ groups }: { groups: readonly CommandGroup[] }) {
  const id = useId();
  const { register } = useShell();
  useEffect(() => {
    register(id, groups);
    return () => register(id, null);
  }, [id, groups, register]);
  return null;
}
