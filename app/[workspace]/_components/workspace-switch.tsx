"use client";

import { useEffect } from "react";
import { MaskIcon } from "@/components/ui/mask-icon";
import type { MenuItem } from "@/components/ui/menu";

export type WorkspaceLink = { slug: string; name: string };

export const pathOf = (slug: string) => `/${slug}/prompts`;

/** Lists the workspaces of a person, marks the open one, and links to the others. */
export function workspaceMenu(open: string, workspaces: readonly WorkspaceLink[]): MenuItem[] {
  return [
    ...workspaces.map(({ slug, name }) => ({
      label: name,
      href: pathOf(slug),
      ...(slug === open && { hint: "Open" }),
    })),
    ...(workspaces.length > 0 ? (["line"] as const) : []),
    { label: "New workspace", icon: <MaskIcon name="plus" />, href: "/new-workspace" },
  ];
}

/** Stores the open workspace in a cookie, so that the start page redirects to it. */
export function useRememberedWorkspace(slug: string): void {
  useEffect(() => {
    // biome-ignore lint/suspicious/noDocumentCookie: not all browsers support the Cookie Store API
    document.cookie = `understudy-workspace=${slug}; path=/; max-age=31536000; samesite=lax`;
  }, [slug]);
}
