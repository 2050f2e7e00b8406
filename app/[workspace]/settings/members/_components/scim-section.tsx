"use client";

import { Plus, RefreshCw } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { DialogRow } from "@/components/ui/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { ShownOnceDialog } from "@/components/ui/shown-once-dialog";
import { useAction } from "@/components/ui/use-action";
import type { NewScimToken } from "@/lib/auth/scim/commands/tokens";
import { mostTokens, type ScimTokenView } from "@/lib/auth/scim/token-view";
import { ListSection } from "../../_components/list-head";
import { makeScimToken, revokeScim } from "../actions";

export type ScimSectionProps = {
  /** The SCIM URL for identity providers. */
  address: string;
  tokens: readonly ScimTokenView[];
  isOwner: boolean;
  hasDomain: boolean;
};

/** Connects an identity provider that adds and removes the members. */
export function ScimSection({ address, tokens, isOwner, hasDomain }: ScimSectionProps) {
  const workspace = useWorkspace();
  const [made, setMade] = useState<NewScimToken | null>(null);
  const [revoking, setRevoking] = useState<ScimTokenView | null>(null);
  const make = useAction({
    run: () => makeScimToken({ workspace }),
    onDone: setMade,
    refresh: "done",
    failed: "No token was created.",
  });
  const isFull = tokens.length >= mostTokens;
  const off = !isOwner
    ? "Owners connect an identity provider."
    : isFull
      ? `A workspace has ${mostTokens} tokens at most. Revoke one first.`
      : hasDomain
        ? null
        : "Verify a domain first: only its addresses can be added.";
  return (
    <ListSection
      id="scim"
      icon={RefreshCw}
      title="Provisioning (SCIM)"
      help="Okta, Entra ID and other identity providers add and remove members, and set their roles. People removed there lose access, API keys and sessions here at once."
      action={
        <Button icon={<Plus />} off={off} busy={make.isBusy && "Creating"} onClick={() => make.start()}>
          Create token
        </Button>
      }
    >
      <p className="flex flex-wrap items-center gap-2 pb-3">
        <span className="text-fg-muted">Base URL</span>
        <code className="text-12 [overflow-wrap:anywhere]">{address}</code>
        <CopyButton text={address}>Copy base URL</CopyButton>
      </p>
      {tokens.length === 0 ? (
        <p className="pb-6 text-fg-muted">Not connected: there is no token.</p>
      ) : (
        <ul aria-label="SCIM tokens" className="grid pb-6">
          {tokens.map((token) => (
            <li
              key={token.id}
              className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line border-t py-3 last:border-b"
            >
              <code className="text-12">{token.prefix}…</code>
              <span className="text-fg-muted">
                by {token.createdBy}, <RelativeTime at={token.createdAt} ago />
              </span>
              <span className="text-fg-muted">
                {token.lastUsedAt ? (
                  <>
                    used <RelativeTime at={token.lastUsedAt} ago />
                  </>
                ) : (
                  "never used"
                )}
              </span>
              <Button
                size="sm"
                className="ml-auto"
                off={isOwner ? null : "Owners revoke it."}
                aria-label={`Revoke ${token.prefix}`}
                onClick={() => setRevoking(token)}
              >
                Revoke
              </Button>
            </li>
          ))}
        </ul>
      )}
      {made ? (
        <ShownOnceDialog
          title="Your SCIM token"
          description="It is shown only once. Enter it in your identity provider, beside the base URL."
          label="Token"
          value={made.token}
          copy="Copy token"
          onClose={() => setMade(null)}
        />
      ) : null}
      {revoking ? (
        <ActionDialog
          variant="danger"
          title={`Revoke ${revoking.prefix}…?`}
          description="The identity provider that uses it can change nothing here any more."
          act="Revoke"
          acting="Revoking"
          run={() => revokeScim({ workspace, id: revoking.id })}
          done={{ title: "The token is revoked." }}
          onClose={() => setRevoking(null)}
        >
          <DialogRow name="Not affected">Members and their roles.</DialogRow>
        </ActionDialog>
      ) : null}
    </ListSection>
  );
}
