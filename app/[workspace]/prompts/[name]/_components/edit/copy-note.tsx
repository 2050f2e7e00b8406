"use client";

import { GitBranch } from "lucide-react";
import { copyPath, promptPath } from "@/app/[workspace]/_components/paths";
import { TextLink } from "@/components/ui/text-link";
import { useEdit } from "./edit-context";

/** The bar above the messages of a draft copy: its name and status, with links to the prompt and to the merge. */
export function CopyNote() {
  const { setup, origin } = useEdit();
  const { workspace, prompt, copy } = setup;
  if (!copy) return null;
  const closed = { open: null, merged: "It was merged and is read-only.", closed: "It is closed." };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b bg-surface-sunken px-6 py-2 max-md:px-4">
      <GitBranch className="size-3.5 text-fg-muted" />
      <p className="min-w-0">
        Draft copy <b>{copy.name}</b>, from v{origin.base.version}.{" "}
        {closed[copy.status] ?? "Versions that you save stay in the copy until it is merged."}
      </p>
      <span className="ml-auto flex gap-4">
        <TextLink href={promptPath(workspace, prompt.name)}>Back to the prompt</TextLink>
        {copy.status === "open" ? (
          <TextLink href={copyPath(workspace, prompt.name, copy.id, { view: "merge" })}>Merge</TextLink>
        ) : null}
      </span>
    </div>
  );
}
