"use client";

import { useSelectedLayoutSegment } from "next/navigation";
import type { ReactNode } from "react";
import type { PromptTab } from "@/app/[workspace]/_components/paths";

/** The tab that is open, known to what stands around the tabs. */
export const useOpenTab = (): PromptTab => (useSelectedLayoutSegment() ?? "edit") as PromptTab;

/** Something of the header that one tab goes without. */
export function ExceptOnTab({ tab, children }: { tab: PromptTab; children: ReactNode }) {
  return useOpenTab() === tab ? null : children;
}
