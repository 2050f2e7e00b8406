"use client";

import { GitMerge, Pencil } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { promptPath } from "@/app/[workspace]/_components/paths";
import { Button } from "@/components/ui/button";
import { MoreMenu } from "@/components/ui/more-menu";
import { RelativeTime } from "@/components/ui/relative-time";
import { Tag } from "@/components/ui/tag";
import { TextLink } from "@/components/ui/text-link";
import { toast } from "@/components/ui/toast";
import type { DraftCopyView } from "@/lib/registry/draft-copy-views";
import { closeCopy, reopenCopy } from "../../actions/copies";
import { copiesPath, copyPath, editCopyPath } from "./copy-paths";
import { apartWords, hasOwnChanges } from "./copy-words";

const stateTags = {
  open: <Tag tone="accent">Open</Tag>,
  merged: <Tag>Merged</Tag>,
  closed: <Tag>Closed</Tag>,
};

type Props = { workspace: string; copy: DraftCopyView; mayWrite: boolean };

/** The name and state of a draft copy, and what can be done with it. */
export function CopyHead({ workspace, copy, mayWrite }: Props) {
  const { id, name, prompt, description, status, createdBy, createdAt, mergedAs } = copy;
  const router = useRouter();
  const [isBusy, start] = useTransition();
  const setClosed = (act: typeof closeCopy, done: string, undo?: typeof closeCopy) =>
    start(async () => {
      const result = await act({ workspace, name: prompt, id });
      if (!result.ok) toast({ title: "Nothing was changed.", detail: result.error.message, tone: "failed" });
      else
        toast({
          title: done,
          ...(undo && { undo: async () => setClosed(undo, `${name} is open again.`) }),
        });
      router.refresh();
    });
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-2 px-6 pt-4 pb-3 max-md:px-4">
      <div className="min-w-0 flex-1 basis-80">
        <TextLink href={copiesPath(workspace, prompt)} className="text-12">
          Draft copies
        </TextLink>
        <h2 className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-16">
          <span className="[overflow-wrap:anywhere]">{name}</span>
          {stateTags[status]}
        </h2>
        {description ? <p className="mt-0.5 max-w-[62ch]">{description}</p> : null}
        <p className="mt-0.5 text-fg-muted">
          {createdBy.name}, <RelativeTime at={createdAt} /> · {apartWords(copy)}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2 max-md:w-full max-md:[&>a]:flex-1">
        {status === "open" && mayWrite ? (
          <>
            <Button icon={<Pencil />} href={editCopyPath(workspace, prompt, id)}>
              Edit copy
            </Button>
            <Button
              variant="primary"
              icon={<GitMerge />}
              href={copyPath(workspace, prompt, id, { view: "merge" })}
              off={hasOwnChanges(copy) ? null : "Nothing was saved in it yet"}
            >
              Merge
            </Button>
            <MoreMenu
              of={name}
              items={[
                {
                  label: "Close without merging",
                  off: isBusy,
                  onSelect: () => setClosed(closeCopy, `${name} is closed.`, reopenCopy),
                },
              ]}
            />
          </>
        ) : null}
        {status === "closed" && mayWrite ? (
          <Button busy={isBusy && "Reopening"} onClick={() => setClosed(reopenCopy, `${name} is open again.`)}>
            Reopen
          </Button>
        ) : null}
        {mergedAs === null ? null : (
          <Button href={promptPath(workspace, prompt, { tab: "history", to: mergedAs })}>{`See v${mergedAs}`}</Button>
        )}
      </div>
    </header>
  );
}
