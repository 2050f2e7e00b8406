"use client";

import { FileText } from "lucide-react";
import { usePathname } from "next/navigation";
import { useEffect, useMemo, useState } from "react";
import type { CommandItem } from "@/components/layout/types";
import { promptPath } from "./paths";

const most = 6;
const keyOf = (workspace: string) => `understudy.recent.${workspace}`;

function read(workspace: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(workspace)) ?? "[]");
    return Array.isArray(kept) ? kept.filter((name): name is string => typeof name === "string") : [];
  } catch {
    return [];
  }
}

function keep(workspace: string, names: readonly string[]): void {
  try {
    localStorage.setItem(keyOf(workspace), JSON.stringify(names));
  } catch {
    // Without storage the palette merely forgets.
  }
}

/** The prompts opened last on this browser, without the open one, for the palette. */
export function useRecent(workspace: string): readonly CommandItem[] {
  const path = usePathname();
  const prefix = `/${workspace}/prompts/`;
  const open = path.startsWith(prefix) ? decodeURIComponent(path.slice(prefix.length).replace(/\/-\/.*$/, "")) : null;
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    const before = read(workspace);
    const after = open === null ? before : [open, ...before.filter((name) => name !== open)].slice(0, most + 1);
    if (open !== null) keep(workspace, after);
    setNames(after);
  }, [workspace, open]);
  return useMemo(
    () =>
      names
        .filter((name) => name !== open)
        .slice(0, most)
        .map((name) => ({
          id: `recent ${name}`,
          label: name,
          icon: <FileText />,
          href: promptPath(workspace, name),
        })),
    [workspace, names, open],
  );
}
