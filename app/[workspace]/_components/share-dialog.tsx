"use client";

import { type ReactNode, useEffect, useState, useTransition } from "react";
import { dayOf } from "@/app/_components/day";
import { isLinkTerm, LinkDays, MadeLink } from "@/app/_components/link-terms";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { reach } from "@/components/ui/reach";
import { RelativeTime } from "@/components/ui/relative-time";
import { LinkButton } from "@/components/ui/text-link";
import type { ActionResult } from "@/lib/api/action";
import type { ShareLinkView } from "@/lib/auth/share-links/queries";
import { listLinks, revokeLink, share } from "../evaluations/runs/share-actions";

type Shared = Pick<ShareLinkView, "target"> & { workspace: string; id: string };
type MadeLinkResult = ActionResult<{ url: string; link: ShareLinkView }>;

type DialogProps = Shared & {
  title: string;
  description: string;
  daysAtFirst: number;
  make: (days: number) => Promise<MadeLinkResult>;
  /** What would be shown; a link that was made for something else is not offered any more. */
  of?: string;
  /** Why no link can be made. */
  off?: boolean;
  /** What whoever has the link will see. */
  children?: ReactNode;
  onClose: () => void;
};

const mostDays = 90;

type ResultsProps = Shared & {
  target: "evaluation" | "experiment";
  /** "the results of v3" */
  what: string;
  /** What they will see: "scores, cases, answers". */
  shows: string;
  onClose: () => void;
};

/** Makes a link that shows results without an account. */
export function ShareResultsDialog({ what, shows, ...rest }: ResultsProps) {
  const { workspace, target, id: targetId } = rest;
  return (
    <ShareDialog
      {...rest}
      title={`Share ${what}`}
      description={`Everybody with the link can read these results without an account: ${shows}. They see nothing else and can change nothing.`}
      daysAtFirst={30}
      make={(days) => share({ workspace, target, targetId, days })}
    />
  );
}

/** Makes a link that shows something without an account, and ends those that hold. */
export function ShareDialog({
  workspace,
  target,
  id,
  title,
  description,
  daysAtFirst,
  make: makeLink,
  of = "",
  off = false,
  children,
  onClose,
}: DialogProps) {
  const [links, setLinks] = useState<ShareLinkView[] | null>(null);
  const [days, setDays] = useState(String(daysAtFirst));
  const [made, setMade] = useState<{ url: string; id: string; of: string } | null>(null);
  const url = made?.of === of ? made.url : null;
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, start] = useTransition();
  const [ending, setEnding] = useState<string | null>(null);
  useEffect(() => {
    void reach(() => listLinks({ workspace, target, targetId: id })).then((result) =>
      result.ok ? setLinks(result.data.items) : setFailure(result.error.message),
    );
  }, [workspace, target, id]);
  const isFit = !off && isLinkTerm(days, mostDays);
  const make = () => {
    if (isBusy || !isFit) return;
    setFailure(null);
    start(async () => {
      const result = await reach(() => makeLink(Number(days)));
      if (!result.ok) return setFailure(result.error.message);
      setMade({ url: result.data.url, id: result.data.link.id, of });
      setLinks((before) => [result.data.link, ...(before ?? [])]);
    });
  };
  const end = async (link: ShareLinkView) => {
    setEnding(link.id);
    setFailure(null);
    const result = await reach(() => revokeLink({ workspace, id: link.id }));
    setEnding(null);
    if (!result.ok) return setFailure(result.error.message);
    setLinks((before) => before?.filter((one) => one.id !== link.id) ?? null);
    setMade((before) => (before?.id === link.id ? null : before));
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => isOpen || onClose()}
      title={title}
      description={description}
      onSubmit={make}
      held={isBusy}
      actions={
        <>
          <DialogClose asChild>
            <Button variant="quiet">Close</Button>
          </DialogClose>
          {url ? (
            <CopyButton text={url} size="md" variant="primary">
              Copy link
            </CopyButton>
          ) : (
            <Button type="submit" variant="primary" busy={isBusy && "Creating the link"} off={!isFit}>
              Make link
            </Button>
          )}
        </>
      }
    >
      <div className="grid gap-4">
        {failure ? (
          <Callout tone="negative" live>
            {failure}
          </Callout>
        ) : null}
        {children}
        {url ? (
          <MadeLink url={url} help="It is shown only once. Copy it now." />
        ) : (
          <LinkDays days={days} most={mostDays} onChange={setDays} />
        )}
        {links && links.length > 0 ? (
          <section aria-labelledby="links">
            <h3 id="links" className="mb-1 font-medium text-fg-muted">
              Valid links
            </h3>
            <ul className="max-h-52 overflow-y-auto border-line border-t">
              {links.map((link) => (
                <li key={link.id} className="flex min-h-[38px] flex-wrap items-center gap-x-3 border-line border-b">
                  <span>
                    {link.createdBy}, <RelativeTime at={link.createdAt} />
                  </span>
                  <span className="ml-auto text-fg-muted">until {dayOf(link.expiresAt)}</span>
                  <LinkButton
                    aria-label={`Revoke the link of ${link.createdBy}`}
                    disabled={ending === link.id}
                    onClick={() => void end(link)}
                  >
                    {ending === link.id ? "Revoking" : "Revoke"}
                  </LinkButton>
                </li>
              ))}
            </ul>
          </section>
        ) : null}
      </div>
    </Dialog>
  );
}
