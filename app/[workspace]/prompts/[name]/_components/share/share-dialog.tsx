"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { dayOf } from "@/app/_components/day";
import { isLinkTerm, LinkDays, MadeLink } from "@/app/_components/link-terms";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
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

/** Makes a link for people without an account: how long it holds, then the link itself. */
export function ShareDialog({ workspace, name, what, version, content, values = {}, onClose }: Props) {
  const router = useRouter();
  const [days, setDays] = useState("7");
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [shared, setShared] = useState<Shared | null>(null);
  const isFit = isLinkTerm(days, mostDays);

  const make = async () => {
    if (!isFit) return;
    setBusy(true);
    setFailure(null);
    const input = { workspace, name, version, values, days: Number(days), ...(content && { content }) };
    const result = await share(input).catch(() => null);
    setBusy(false);
    if (!result?.ok) return setFailure(result?.error.message ?? "The server did not answer. Try again.");
    setShared(result.data);
    router.refresh();
  };

  return (
    <Dialog
      open
      onOpenChange={(isOpen) => isOpen || onClose()}
      held={isBusy}
      title="Share a preview"
      description={
        shared
          ? "Whoever has this link reads it, without an account. It is shown this once."
          : `Whoever has the link reads what ${name} says in ${what}, filled with sample values. It stays as it is now.`
      }
      note={shared ? `It ends on ${dayOf(shared.expiresAt)}, or when you revoke it under Settings.` : undefined}
      onSubmit={() => void make()}
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
            <Button type="submit" variant="primary" busy={isBusy && "Making the link"} off={!isFit}>
              Make link
            </Button>
          </>
        )
      }
    >
      <div className="grid gap-4">
        {failure ? (
          <Callout tone="negative" live>
            {failure}
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
