import { ArrowRight, Check, FileText, History, MessageSquare, Pencil } from "lucide-react";
import { promptPath } from "@/app/[workspace]/_components/paths";
import type { CommandGroup, CommandItem } from "@/components/layout/types";
import type { ChangeRequestDetail } from "@/lib/registry/change-request-views";

type Acts = {
  workspace: string;
  request: ChangeRequestDetail;
  /** Null if the person may not do this, or the status does not allow it. */
  approve: (() => void) | null;
  update: (() => void) | null;
  amend: (() => void) | null;
  release: (() => void) | null;
};

/** The palette's commands for a change request. A command that changes what is live only opens its dialog. */
export function changeCommands({ workspace, request, approve, update, amend, release }: Acts): CommandGroup[] {
  const { number, version, environment, prompt, liveVersion } = request;
  const offered: (CommandItem | null)[] = [
    approve && { id: "approve", label: `Approve v${version}`, icon: <Check />, onSelect: approve },
    update && { id: "update", label: "Update", icon: <History />, onSelect: update },
    amend && { id: "amend", label: "Replace with a newer version", icon: <Pencil />, onSelect: amend },
    release && {
      id: "release",
      label: `Promote v${version} to ${environment}`,
      hint: liveVersion === null ? "nothing is live there" : `instead of v${liveVersion}`,
      icon: <ArrowRight />,
      keywords: ["promote", "publish", "deploy"],
      onSelect: release,
    },
    {
      id: "write",
      label: "Write a comment",
      icon: <MessageSquare />,
      onSelect: () => setTimeout(() => document.querySelector<HTMLElement>("[data-review-text]")?.focus()),
    },
    {
      id: "prompt",
      label: `Open ${prompt}`,
      icon: <FileText />,
      href: promptPath(workspace, prompt, { tab: "history" }),
    },
  ];
  return [{ heading: `Change request ${number}`, items: offered.filter((item) => item !== null) }];
}
