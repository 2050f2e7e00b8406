"use client";

import { usePathname } from "next/navigation";
import { useEffect, useMemo, useState } from "react";
import type { CommandItem, Shelf } from "@/components/layout/types";
import { MaskIcon } from "@/components/ui/mask-icon";
import { promptPath } from "./paths";
import { useWorkspace } from "./use-workspace";

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
    // Without storage, recent prompts are not remembered.
  }
}

const itemOf = (workspace: string, kind: "favourite" | "recent", name: string): CommandItem & { href: string } => ({
  id: `${kind} ${name}`,
  label: name,
  icon: <MaskIcon name={kind === "favourite" ? "star" : "message-square"} />,
  href: promptPath(workspace, name),
});

/**
 * Remembers a prompt as recently opened. Only the prompt's page renders it, so addresses without a prompt are ignored.
 */
export function KeepRecent({ name }: { name: string }) {
  const workspace = useWorkspace();
  useEffect(() => {
    const others = read(workspace).filter((one) => one !== name);
    keep(workspace, [name, ...others].slice(0, most + 1));
  }, [workspace, name]);
  return null;
}

/** Returns the favourites, then the prompts recently opened in this browser, without the open one. */
export function useShelves(favourites: readonly string[]): readonly Shelf[] {
  const workspace = useWorkspace();
  const path = usePathname();
  const prefix = `/${workspace}/prompts/`;
  const open = path.startsWith(prefix) ? decodeURIComponent(path.slice(prefix.length).replace(/\/-\/.*$/, "")) : null;
  const [names, setNames] = useState<readonly string[]>([]);
  // The open prompt is stored by its own page, and is not listed while it is open.
  // biome-ignore lint/correctness/useExhaustiveDependencies: reads the list again when the open prompt changes
  useEffect(() => setNames(read(workspace)), [workspace, open]);
  return useMemo(() => {
    const recent = names.filter((name) => name !== open && !favourites.includes(name)).slice(0, most);
    return [
      { heading: "Favourites", items: favourites.map((name) => itemOf(workspace, "favourite", name)) },
      { heading: "Recent", items: recent.map((name) => itemOf(workspace, "recent", name)) },
    ].filter(({ items }) => items.length > 0);
  }, [workspace, names, open, favourites]);
}
