"use client";

import { createContext, type ReactNode, useContext } from "react";

export type CountedFolder = { name: string; count: number };

const Context = createContext<readonly CountedFolder[]>([]);

/** The layout provides the folders, so that pages do not load them again. */
export function FoldersProvider({ value, children }: { value: readonly CountedFolder[]; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

/** Returns the workspace's folders with their numbers of prompts. */
export const useFolders = (): readonly CountedFolder[] => useContext(Context);
