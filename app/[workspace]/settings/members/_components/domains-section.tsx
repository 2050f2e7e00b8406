"use client";

import { AtSign, Plus } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { DialogRow } from "@/components/ui/dialog";
import { lateDialog } from "@/components/ui/late-dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { Tag } from "@/components/ui/tag";
import { useAction } from "@/components/ui/use-action";
import { checksToLapse, joinRoles } from "@/lib/auth/domains/rules";
import type { LetJoinInput } from "@/lib/auth/domains/schema";
import type { DomainView } from "@/lib/auth/domains/views";
import { roleName } from "@/lib/auth/role-words";
import { ListSection } from "../../_components/list-head";
import { dropDomain, openDomain, proveDomain } from "../actions";

const AddDomainDialog = lateDialog(() => import("./add-domain-dialog").then((module) => module.AddDomainDialog));

export type DomainsSectionProps = {
  domains: readonly DomainView[];
  isOwner: boolean;
  /** Whether an identity provider manages the members. */
  isProvisioned: boolean;
};

/** The mail domains of the workspace, verified by DNS, and who may join through them. */
export function DomainsSection({ domains, isOwner, isProvisioned }: DomainsSectionProps) {
  const [isAdding, setAdding] = useState(false);
  return (
    <ListSection
      id="domains"
      icon={AtSign}
      title="Domains"
      help="A DNS record proves that a mail domain is yours. Then no other workspace can create accounts for its addresses by an invitation link."
      action={
        <Button icon={<Plus />} onClick={() => setAdding(true)}>
          Add domain
        </Button>
      }
    >
      {domains.length === 0 ? (
        <p className="pb-6 text-fg-muted">None yet.</p>
      ) : (
        <ul className="grid pb-6">
          {domains.map((domain) => (
            <DomainItem key={domain.id} domain={domain} isOwner={isOwner} isProvisioned={isProvisioned} />
          ))}
        </ul>
      )}
      {isAdding ? <AddDomainDialog onClose={() => setAdding(false)} /> : null}
    </ListSection>
  );
}

type ItemProps = Omit<DomainsSectionProps, "domains"> & { domain: DomainView };

function DomainItem({ domain: shown, isOwner, isProvisioned }: ItemProps) {
  const workspace = useWorkspace();
  const { id, domain, record, verifiedAt, missingSince, joinRole } = shown;
  const [isRemoving, setRemoving] = useState(false);
  const verify = useAction({
    run: () => proveDomain({ workspace, id }),
    done: { title: `${domain} is verified.` },
    refresh: "done",
    failed: `${domain} is not verified.`,
  });
  const open = useAction({
    run: (role: LetJoinInput["joinRole"]) => openDomain({ workspace, id, joinRole: role }),
    refresh: "done",
    failed: "It was not changed.",
  });
  return (
    <li className="grid gap-2 border-line border-t py-3 last:border-b">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <b className="min-w-0 font-medium [overflow-wrap:anywhere]">{domain}</b>
        {verifiedAt ? <Tag tone="positive">Verified</Tag> : <Tag tone="warning">Not verified</Tag>}
        {verifiedAt && missingSince ? (
          <span className="text-warning">
            The DNS record is missing, noticed <RelativeTime at={missingSince} ago />. After {checksToLapse} daily
            checks without it the domain is not verified any more.
          </span>
        ) : null}
        <span className="ml-auto flex gap-2">
          {verifiedAt ? null : (
            <Button
              size="sm"
              variant="primary"
              busy={verify.isBusy && "Checking"}
              aria-label={`Verify ${domain}`}
              onClick={() => verify.start()}
            >
              Verify
            </Button>
          )}
          <Button size="sm" aria-label={`Remove ${domain}`} onClick={() => setRemoving(true)}>
            Remove
          </Button>
        </span>
      </div>
      {verifiedAt ? (
        <div className="flex flex-wrap items-center gap-2">
          <span className="text-fg-muted">People with a confirmed e-mail address there</span>
          <Select
            aria-label={`Who may join with an address of ${domain}`}
            size="sm"
            value={joinRole ?? ""}
            disabled={!isOwner || isProvisioned || open.isBusy}
            options={[
              { value: "", label: "need an invitation" },
              ...joinRoles.map((role) => ({ value: role, label: `may join as ${roleName(role).toLowerCase()}` })),
            ]}
            onChange={(event) => open.start((event.target.value || null) as LetJoinInput["joinRole"])}
            className="max-w-60"
          />
          {isProvisioned ? (
            <span className="text-12 text-fg-muted">Nobody joins by themselves while there is a SCIM token.</span>
          ) : isOwner ? null : (
            <span className="text-12 text-fg-muted">Owners decide this.</span>
          )}
        </div>
      ) : (
        <div className="grid gap-1 text-fg-muted">
          <p>Add this TXT record to the DNS, then verify. It can take some minutes until the record is visible.</p>
          <p className="flex flex-wrap items-center gap-2">
            <code className="text-12 [overflow-wrap:anywhere]">{record.name}</code>
            <CopyButton text={record.name}>Copy name</CopyButton>
          </p>
          <p className="flex flex-wrap items-center gap-2">
            <code className="text-12 [overflow-wrap:anywhere]">{record.value}</code>
            <CopyButton text={record.value}>Copy value</CopyButton>
          </p>
        </div>
      )}
      {isRemoving ? (
        <ActionDialog
          variant="danger"
          title={`Remove ${domain}?`}
          description="Nobody can join by this domain any more, and other workspaces can create accounts for its addresses again."
          act="Remove"
          acting="Removing"
          run={() => dropDomain({ workspace, id })}
          onClose={() => setRemoving(false)}
        >
          <DialogRow name="Not affected">Members and their accounts.</DialogRow>
        </ActionDialog>
      ) : null}
    </li>
  );
}
