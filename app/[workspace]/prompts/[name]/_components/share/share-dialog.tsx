"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { dayOf } from "@/app/_components/day";
import { isLinkTerm, LinkDays, MadeLink } from "@/app/_components/link-terms";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { useAction } from "@/components/ui/use-action";
import type { Content } from "@/lib/template/content";
import { share } from "../../actions/share";

type Props = {
  workspace: string;
  name: string;
  /** "v18", or "your changes since v18". */
  what: string;
  version: number;
  /** What is in the editor and not saved; without it, the version. */
  content?: Content | undefined;
  values?: Record<string, unknown>;
  onClose: () => void;
};

const mostDays = 30;

type Shared = { url: string; expiresAt: string; samples: string | null };

/** Creates a link for people without an account. First asks how long it is valid, then shows the link. */
export function ShareDialog({ workspace, name, what, version, content, values = {}, onClose }: Props) {
  const router = useRouter();
  const [days, setDays] = useState("7");
  const [shared, setShared] = useState<Shared | null>(null);
  const isFit = isLinkTerm(days, mostDays);

  const { start, isBusy, failure } = useAction({
    run: () => share({ workspace, name, version, values, days: Number(days), ...(content && { content }) }),
    onDone: (made) => {
      setShared(made);
      router.refresh();
    },
  });

  return (
    <Dialog
      open
      onOpenChange={(isOpen) => isOpen || onClose()}
      held={isBusy}
      title="Share a preview"
      description={
        shared
          ? "Everybody with this link can read it without an account. The link is shown only once."
          : `Everybody with the link can read ${name} in ${what}, with sample values. The text stays as it is now.`
      }
      note={shared ? `It expires on ${dayOf(shared.expiresAt)}, or when you revoke it under Settings.` : undefined}
      onSubmit={() => (isFit ? start() : undefined)}
      actions={
        shared ? (
          <>
            <DialogClose asChild>
              <Button variant="quiet">Done</Button>
            </DialogClose>
            <CopyButton text={shared.url} size="md" variant="primary">
              Copy link
            </CopyButton>
          </>
        ) : (
          <>
            <DialogClose asChild>
              <Button variant="quiet">Cancel</Button>
            </DialogClose>
            <Button type="submit" variant="primary" busy={isBusy && "Creating the link"} off={!isFit}>
              Make link
            </Button>
          </>
        )
      }
    >
      <div className="grid gap-4">
        {failure ? (
          <Callout tone="negative" live>
            {failure.message}
          </Callout>
        ) : null}
        {shared ? (
          <MadeLink
            url={shared.url}
            help={shared.samples ? `Filled with the sample set ${shared.samples}.` : undefined}
          />
        ) : (
          <LinkDays days={days} most={mostDays} onChange={setDays} />
        )}
      </div>
    </Dialog>
  );
}
