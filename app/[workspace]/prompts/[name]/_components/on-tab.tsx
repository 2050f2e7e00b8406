"use client";

import { useSelectedLayoutSegment } from "next/navigation";
import type { ReactNode } from "react";
import type { PromptTab } from "@/app/[workspace]/_components/paths";

/** Returns the open tab, for components outside the tab. */
export const useOpenTab = (): PromptTab => (useSelectedLayoutSegment() ?? "edit") as PromptTab;

/** A part of the header that one tab hides. */
export function ExceptOnTab({ tab, children }: { tab: PromptTab; children: ReactNode }) {
  return useOpenTab() === tab ? null : children;
}
