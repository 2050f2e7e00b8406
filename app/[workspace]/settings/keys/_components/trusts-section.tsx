"use client";

import { FileCode, Pencil, Plus, ShieldCheck, Trash2 } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { lateDialog } from "@/components/ui/late-dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { githubIssuer } from "@/lib/auth/oidc-trusts/conditions";
import type { OidcTrustView } from "@/lib/auth/oidc-trusts/queries";
import { permissionWords, rightWords } from "@/lib/auth/permission-words";
import { ListSection } from "../../_components/list-head";
import { removeTrust } from "../actions";

const TrustStepsDialog = lateDialog(() => import("./trust-steps-dialog").then((module) => module.TrustStepsDialog));
const TrustDialog = lateDialog(() => import("./trust-dialog").then((module) => module.TrustDialog));

export type TrustsSectionProps = {
  trusts: readonly OidcTrustView[];
  environments: readonly { name: string }[];
  /** The public URL of this server, which is the audience of tokens. */
  url: string;
};

/** Repositories whose workflows get a key for 15 minutes, without a stored key. */
export function TrustsSection({ trusts, environments, url }: TrustsSectionProps) {
  const workspace = useWorkspace();
  const [edited, setEdited] = useState<OidcTrustView | "new" | null>(null);
  const [shown, setShown] = useState<OidcTrustView | null>(null);
  const [removing, setRemoving] = useState<OidcTrustView | null>(null);
  return (
    <ListSection
      id="trusts"
      icon={ShieldCheck}
      title="Trusted repositories"
      help="Their workflows exchange an OIDC token for a key of 15 minutes. No secret is stored in the repository."
      action={
        <Button icon={<Plus />} onClick={() => setEdited("new")}>
          Trust a repository
        </Button>
      }
    >
      {trusts.length === 0 ? (
        <p className="pb-6 text-fg-muted">None yet.</p>
      ) : (
        <Table
          caption="Trusted repositories, by name"
          className="table-fixed"
          stacks
          columns={[
            "Name",
            { name: "Accepts", className: "w-[30%]" },
            { name: "Gives", className: "w-[22%]" },
            { name: "Last used", className: "w-28" },
            { name: "Actions", className: "w-28", isSilent: true },
          ]}
        >
          {trusts.map((trust) => (
            <TrustRow
              key={trust.id}
              trust={trust}
              onShow={() => setShown(trust)}
              onEdit={() => setEdited(trust)}
              onRemove={() => setRemoving(trust)}
            />
          ))}
        </Table>
      )}
      {edited ? (
        <TrustDialog
          environments={environments}
          url={url}
          trust={edited === "new" ? null : edited}
          onClose={() => setEdited(null)}
          onDone={(trust) => {
            setEdited(null);
            if (edited === "new") setShown(trust);
          }}
        />
      ) : null}
      {shown ? <TrustStepsDialog trust={shown} url={url} onClose={() => setShown(null)} /> : null}
      {removing ? (
        <ActionDialog
          variant="danger"
          title={`Remove “${removing.name}”?`}
          description="Its workflows get no more keys. Keys that they hold end within 5 seconds."
          act="Remove"
          acting="Removing"
          run={() => removeTrust({ workspace, id: removing.id })}
          done={{ title: "The repository is not trusted any more." }}
          onClose={() => setRemoving(null)}
        />
      ) : null}
    </ListSection>
  );
}

type RowProps = { trust: OidcTrustView; onShow: () => void; onEdit: () => void; onRemove: () => void };

function TrustRow({ trust, onShow, onEdit, onRemove }: RowProps) {
  const { name, issuer, conditions, rights, environments, createdBy, createdAt, lastUsedAt } = trust;
  const rightsText = rights
    .map((right, index) => (index === 0 ? rightWords(right) : permissionWords[right]))
    .join(", ");
  return (
    <Row className="relative max-md:grid max-md:gap-y-1 max-md:py-2.5 max-md:pr-32">
      <RowHead className="align-top md:py-1.5">
        <span className="block truncate">{name}</span>
        <span className="block truncate font-normal text-12 text-fg-muted">
          by {createdBy}, <RelativeTime at={createdAt} />
        </span>
      </RowHead>
      <Cell className="align-top md:py-1.5">
        <span className="block truncate" title={issuer}>
          {issuer === githubIssuer ? "GitHub Actions" : issuer.replace(/^https?:\/\//, "")}
        </span>
        {conditions.map(({ claim, value }) => (
          <span key={claim} className="block break-words text-12">
            <span className="text-fg-muted">{claim}</span> <code className="break-all">{value}</code>
          </span>
        ))}
      </Cell>
      <Cell className="align-top md:py-1.5">
        {environments === "all" ? "Every environment" : environments.join(", ") || "No environment left"}
        <span className="line-clamp-2 text-12 text-fg-muted" title={`${rightsText}.`}>
          {rightsText}
        </span>
      </Cell>
      <Cell className="whitespace-nowrap align-top text-fg-muted md:py-1.5">
        <span className="md:sr-only">Last used: </span>
        {lastUsedAt ? <RelativeTime at={lastUsedAt} /> : <span className="text-fg-subtle">never</span>}
      </Cell>
      <Cell
        end
        className="py-1.5 align-top max-md:absolute max-md:top-1.5 max-md:right-0 max-md:h-auto max-md:border-0"
      >
        <span className="flex justify-end">
          <IconButton label={`How a workflow uses ${name}`} icon={<FileCode />} onClick={onShow} />
          <IconButton label={`Edit ${name}`} icon={<Pencil />} onClick={onEdit} />
          <IconButton label={`Remove ${name}`} icon={<Trash2 />} onClick={onRemove} />
        </span>
      </Cell>
    </Row>
  );
}
