"use client";

import { ArrowLeftRight, Plus } from "lucide-react";
import { useEffect } from "react";
import type { CommandItem } from "@/components/layout/types";
import type { MenuItem } from "@/components/ui/menu";

type WorkspaceLink = { slug: string; name: string };

const pathOf = (slug: string) => `/${slug}/prompts`;

/** Lists the workspaces of a person, marks the open one, and links to the others. */
export function workspaceMenu(open: string, workspaces: readonly WorkspaceLink[]): MenuItem[] {
  return [
    ...workspaces.map(({ slug, name }) => ({
      label: name,
      href: pathOf(slug),
      ...(slug === open && { hint: "Open" }),
    })),
    ...(workspaces.length > 0 ? (["line"] as const) : []),
    { label: "New workspace", icon: <Plus />, href: "/new-workspace" },
  ];
}

/** The same list for the palette. */
export function workspaceCommands(open: string, workspaces: readonly WorkspaceLink[]): CommandItem[] {
  return [
    ...workspaces
      .filter(({ slug }) => slug !== open)
      .map(({ slug, name }) => ({
        id: `workspace ${slug}`,
        label: `Switch to ${name}`,
        icon: <ArrowLeftRight />,
        href: pathOf(slug),
        keywords: ["workspace", slug],
      })),
    { id: "new workspace", label: "New workspace", icon: <Plus />, href: "/new-workspace" },
  ];
}

/** Stores the open workspace in a cookie, so that the start page redirects to it. */
export function useRememberedWorkspace(slug: string): void {
  useEffect(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: not all browsers support the Cookie Store API
    document.cookie = `understudy-workspace=${slug}; path=/; max-age=31536000; samesite=lax`;
  }, [slug]);
}
