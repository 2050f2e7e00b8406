"use client";

import { useState } from "react";
import { SharedAnswer } from "@/app/_components/shared-answer";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/choice";
import { lateDialog } from "@/components/ui/late-dialog";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { useRead } from "@/components/ui/use-read";
import { partsIn, type SharedPart } from "@/lib/requests/shared-parts";
import { partWords } from "@/lib/requests/shared-words";
import { goneWords } from "@/lib/telemetry/gone-words";
import { useWorkspace } from "../../_components/use-workspace";
import { previewLink, shareLink } from "../actions";

const ShareDialog = lateDialog(() => import("../../_components/share-dialog").then((module) => module.ShareDialog));

type Props = { interactionId: string; onClose: () => void };

/** Shows what a link to a request would reveal, and creates it. */
export function ShareRequest({ interactionId, onClose }: Props) {
  const workspace = useWorkspace();
  const { data: preview, failure } = useRead(previewLink, { workspace, interactionId });
  const [left, setLeft] = useState<readonly SharedPart[]>([]);
  const there = preview ? partsIn(preview.texts) : [];
  const parts = there.filter((part) => !left.includes(part));
  return (
    <ShareDialog
      target="request"
      id={interactionId}
      title="Share this answer"
      description="Anyone with the link can read the texts below without an account, with the prompt’s name, the version, the model and the time. The ids of user and session are replaced, and so is what the rules of its environment find."
      daysAtFirst={7}
      of={parts.join()}
      off={parts.length === 0}
      make={(days) => shareLink({ workspace, interactionId, parts, days, fingerprint: preview?.fingerprint })}
      onClose={onClose}
    >
      {preview && there.length > 0 ? (
        <fieldset className="grid gap-3">
          <legend className="mb-1 font-medium text-fg-muted">What is shown</legend>
          <SharedAnswer
            texts={preview.texts}
            left={left}
            head={(part) => (
              <Checkbox
                label={partWords[part]}
                checked={!left.includes(part)}
                onChange={({ target }) =>
                  setLeft(target.checked ? left.filter((one) => one !== part) : [...left, part])
                }
              />
            )}
          />
        </fieldset>
      ) : preview ? (
        <Callout tone="neutral">{`There is nothing to show. ${goneWords({ hasContent: false, contentMark: preview.facts.contentMark })}.`}</Callout>
      ) : failure ? (
        <Callout tone="negative">{failure.message}</Callout>
      ) : (
        <Loading label="Loading what would be shown" className="grid gap-3">
          <Skeleton className="h-24 w-full" />
          <Skeleton className="h-24 w-full" />
        </Loading>
      )}
    </ShareDialog>
  );
}
