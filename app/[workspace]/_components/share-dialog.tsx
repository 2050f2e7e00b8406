"use client";

import { type ReactNode, useState } from "react";
import { dayOf } from "@/app/_components/day";
import { LinkDialog } from "@/app/_components/link-dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { LinkButton } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import { useRead } from "@/components/ui/use-read";
import type { ActionResult } from "@/lib/api/action";
import type { ShareLinkView } from "@/lib/auth/share-links/queries";
import { listLinks, revokeLink, share } from "../evaluations/runs/actions";
import { useWorkspace } from "./use-workspace";

type SharedTarget = Pick<ShareLinkView, "target"> & { id: string };
type MadeLinkResult = ActionResult<{ url: string; link: ShareLinkView }>;

type DialogProps = SharedTarget & {
  title: string;
  description: string;
  daysAtFirst: number;
  make: (days: number) => Promise<MadeLinkResult>;
  /** What the link shows. An existing link for something else is not offered. */
  of?: string;
  /** Whether no link can be created. */
  off?: boolean;
  /** What people with the link see. */
  children?: ReactNode;
  onClose: () => void;
};

type ResultsProps = SharedTarget & {
  target: "evaluation" | "experiment";
  /** "the results of v3" */
  what: string;
  /** What the link shows: "scores, cases, answers". */
  shows: string;
  onClose: () => void;
};

/** Creates a link that shows results without an account. */
export function ShareResultsDialog({ what, shows, ...rest }: ResultsProps) {
  const workspace = useWorkspace();
  const { target, id: targetId } = rest;
  return (
    <ShareDialog
      {...rest}
      title={`Share ${what}`}
      description={`Anyone with the link can view these results without an account: ${shows}. They cannot see or change anything else.`}
      daysAtFirst={30}
      make={(days) => share({ workspace, target, targetId, days })}
    />
  );
}

/** Creates a link that shows something without an account, and revokes active links. */
export function ShareDialog({ target, id, of = "", children, ...rest }: DialogProps) {
  const workspace = useWorkspace();
  const { data: links, failure: unread, reload } = useRead(listLinks, { workspace, target, targetId: id });
  const [made, setMade] = useState<{ url: string; id: string; of: string } | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const revoking = useAction({
    run: (link: ShareLinkView) => revokeLink({ workspace, id: link.id }),
    onDone: (_, link) => {
      setMade((before) => (before?.id === link.id ? null : before));
      return reload();
    },
  });
  const revoke = (link: ShareLinkView) => {
    setChosen(link.id);
    revoking.start(link);
  };
  const isRevoking = ({ id: of }: ShareLinkView) => revoking.isBusy && chosen === of;
  const valid =
    links && links.items.length > 0 ? (
      <section aria-labelledby="links">
        <h3 id="links" className="mb-1 font-medium text-fg-muted">
          Valid links
        </h3>
        <ul className="max-h-52 overflow-y-auto border-line border-t">
          {links.items.map((link) => (
            <li key={link.id} className="flex min-h-[38px] flex-wrap items-center gap-x-3 border-line border-b">
              <span>
                {link.createdBy}, <RelativeTime at={link.createdAt} />
              </span>
              <span className="ml-auto text-fg-muted">until {dayOf(link.expiresAt)}</span>
              <LinkButton
                aria-label={`Revoke the link of ${link.createdBy}`}
                disabled={isRevoking(link)}
                onClick={() => revoke(link)}
              >
                {isRevoking(link) ? "Revoking" : "Revoke"}
              </LinkButton>
            </li>
          ))}
        </ul>
      </section>
    ) : null;
  return (
    <LinkDialog
      {...rest}
      mostDays={90}
      onMade={({ url, link }) => {
        setMade({ url, id: link.id, of });
        void reload();
      }}
      url={made?.of === of ? made.url : null}
      help="It is shown only once. Copy it now."
      failure={(revoking.failure ?? unread)?.message ?? null}
      before={children}
      after={valid}
    />
  );
}
