"use client";

import { useState } from "react";
import { dayOf } from "@/app/_components/day";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { revoke } from "@/app/[workspace]/prompts/[name]/actions/settings";
import { Button } from "@/components/ui/button";
import { lateDialog } from "@/components/ui/late-dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { LinkButton } from "@/components/ui/text-link";
import { useAction } from "@/components/ui/use-action";
import type { PreviewLinkView } from "@/lib/registry/queries/preview-links";

const ShareDialog = lateDialog(() => import("../share/share-dialog").then((module) => module.ShareDialog));

type Props = {
  name: string;
  latestVersion: number;
  links: readonly PreviewLinkView[];
  /** Why links cannot be created or revoked. Null if they can. */
  off: string | null;
};

/** The links that show this prompt to people without an account, with buttons to create and revoke them. */
export function PreviewLinksSection({ name, latestVersion, links, off }: Props) {
  const workspace = useWorkspace();
  const [isSharing, setSharing] = useState(false);
  const [ending, setEnding] = useState<string | null>(null);
  const end = useAction({
    run: ({ id }: PreviewLinkView) => {
      setEnding(id);
      return revoke({ workspace, name, id });
    },
    done: (_, { label }) => ({ title: `The link to ${label} is revoked.` }),
    refresh: "always",
    failed: "The link still works.",
  });

  return (
    <section aria-labelledby="previews" className="mt-8 border-line border-t pt-5">
      <h2 id="previews" className="text-14">
        Preview links
      </h2>
      <p className="mt-1 mb-3 max-w-[62ch] text-fg-muted">
        {links.length === 0
          ? "A link shows this prompt with sample values to people without an account. There is no valid link."
          : "Anyone with one of these links can read the prompt as it was, without an account."}
      </p>
      {links.length > 0 ? (
        <ul aria-label="Valid links" className="mb-3 border-line border-t">
          {links.map((link) => (
            <li key={link.id} className="flex min-h-[38px] flex-wrap items-center gap-x-3 border-line border-b py-1.5">
              <span className="font-medium">{link.label}</span>
              <span className="text-fg-muted">
                {link.createdBy}, <RelativeTime at={link.createdAt} />
              </span>
              <span className="ml-auto text-fg-muted max-md:ml-0">expires on {dayOf(link.expiresAt)}</span>
              {off === null ? (
                <LinkButton
                  aria-label={`Revoke the link to ${link.label} by ${link.createdBy}`}
                  disabled={end.isBusy && ending === link.id}
                  onClick={() => end.start(link)}
                >
                  {end.isBusy && ending === link.id ? "Revoking" : "Revoke"}
                </LinkButton>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      <Button off={off} onClick={() => setSharing(true)}>
        Share a preview
      </Button>
      {isSharing ? (
        <ShareDialog name={name} what={`v${latestVersion}`} version={latestVersion} onClose={() => setSharing(false)} />
      ) : null}
    </section>
  );
}
