"use client";

import { GitMerge, Pencil } from "lucide-react";
import { copiesPath, copyPath, editCopyPath, promptPath } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Button } from "@/components/ui/button";
import { MoreMenu } from "@/components/ui/more-menu";
import { RelativeTime } from "@/components/ui/relative-time";
import { Tag } from "@/components/ui/tag";
import { TextLink } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import type { DraftCopyView } from "@/lib/registry/draft-copy-views";
import { apartWords, hasOwnChanges } from "@/lib/registry/draft-copy-words";
import { closeCopy, reopenCopy } from "../../actions/copies";

const stateTags = {
  open: <Tag tone="accent">Open</Tag>,
  merged: <Tag>Merged</Tag>,
  closed: <Tag>Closed</Tag>,
};

/** The name, the state and the actions of a draft copy. */
export function CopyHead({ copy, mayWrite }: { copy: DraftCopyView; mayWrite: boolean }) {
  const workspace = useWorkspace();
  const { id, name, prompt, description, status, createdBy, createdAt, mergedAs } = copy;
  const isOpenAgain = { title: `${name} is open again.` };
  const reopen = () => reopenCopy({ workspace, name: prompt, id });
  const always = { refresh: "always", failed: "Nothing was changed." } as const;
  const reopening = useAction({ run: reopen, done: isOpenAgain, ...always });
  const closing = useAction({
    run: () => closeCopy({ workspace, name: prompt, id }),
    done: { title: `${name} is closed.`, undo: { run: reopen, done: isOpenAgain } },
    ...always,
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
                  off: closing.isBusy,
                  onSelect: () => closing.start(),
                },
              ]}
            />
          </>
        ) : null}
        {status === "closed" && mayWrite ? (
          <Button busy={reopening.isBusy && "Reopening"} onClick={() => reopening.start()}>
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
