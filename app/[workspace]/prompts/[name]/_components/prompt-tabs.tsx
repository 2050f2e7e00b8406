"use client";

import { type PromptTab, promptPath } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { TabLinks } from "@/components/ui/tab-links";
import { useOpenTab } from "./on-tab";

const labels = {
  edit: "Edit",
  playground: "Playground",
  history: "History",
  experiments: "Experiments",
  evaluations: "Evaluations",
  copies: "Draft copies",
  use: "Use in your app",
  uses: "Used by",
  settings: "Settings",
} as const satisfies Record<PromptTab, string>;

type Props = {
  name: string;
  /** Whether other prompts can include it. If so, a tab lists them. */
  isSnippet: boolean;
  openCopies: number;
};

/** The tabs of a prompt. Each has its own route. */
export function PromptTabs({ name, isSnippet, openCopies }: Props) {
  const workspace = useWorkspace();
  const open = useOpenTab();
  const tabs = (Object.keys(labels) as PromptTab[]).filter((tab) => tab !== "uses" || isSnippet || open === "uses");
  return (
    <TabLinks
      label="Prompt"
      items={tabs.map((tab) => ({
        href: promptPath(workspace, name, { tab }),
        label: labels[tab],
        isCurrent: tab === open,
        ...(tab === "copies" && openCopies > 0 && { count: openCopies }),
      }))}
    />
  );
}
