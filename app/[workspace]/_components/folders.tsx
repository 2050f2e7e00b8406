"use client";

import { createContext, type ReactNode, useContext } from "react";

export type CountedFolder = { name: string; count: number };

const Context = createContext<readonly CountedFolder[]>([]);

/** The frame has the folders: a page inside it does not get them a second time. */
export function FoldersProvider({ value, children }: { value: readonly CountedFolder[]; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

/** The workspace's folders, each with how many prompts it holds. */
export const useFolders = (): readonly CountedFolder[] => useContext(Context);
