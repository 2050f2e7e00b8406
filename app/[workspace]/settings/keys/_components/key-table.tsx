import { Ban, RotateCw } from "lucide-react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { cn } from "@/components/ui/cn";
import { MoreMenu } from "@/components/ui/more-menu";
import { RelativeTime } from "@/components/ui/relative-time";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { TextLink } from "@/components/ui/text-link";
import type { ApiKeyView } from "@/lib/auth/queries/api-keys";

export type KeyTableProps = {
  keys: readonly ApiKeyView[];
  onAct: (kind: "rotate" | "revoke", key: ApiKeyView) => void;
};

function Status({ apiKey }: { apiKey: ApiKeyView }) {
  if (apiKey.status === "revoked")
    return (
      <span className="flex items-center gap-2">
        <Tag tone="negative">Revoked</Tag>
        {apiKey.revokedAt ? <RelativeTime at={apiKey.revokedAt} className="text-12 text-fg-subtle" /> : null}
      </span>
    );
  if (apiKey.status === "expired") return <Tag>Expired</Tag>;
  return (
    <span className="flex items-center gap-2">
      <Tag tone="positive">Active</Tag>
      {apiKey.expiresAt ? (
        <span className="whitespace-nowrap text-12 text-fg-subtle">
          until <RelativeTime at={apiKey.expiresAt} />
        </span>
      ) : null}
    </span>
  );
}

type RowProps = Omit<KeyTableProps, "keys"> & { apiKey: ApiKeyView };

function KeyRow({ apiKey, onAct }: RowProps) {
  const workspace = useWorkspace();
  const isOver = apiKey.status !== "active";
  return (
    <Row
      className={cn(
        "relative max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-3 max-md:py-2.5 max-md:pr-10",
        isOver && "text-fg-muted",
      )}
    >
      <RowHead className="md:py-1.5">
        <TextLink href={`/${workspace}/settings/keys/${apiKey.id}`} className="block truncate">
          {apiKey.name}
        </TextLink>
        <code className="block truncate text-12 text-fg-muted">{apiKey.prefix}…</code>
      </RowHead>
      <Cell>
        <Status apiKey={apiKey} />
      </Cell>
      <Cell className="max-md:col-span-2">
        {apiKey.scope === "manage" ? "Manages" : "Reads"}{" "}
        <span className="text-fg-muted">
          {apiKey.environments === "all"
            ? "every environment"
            : apiKey.environments.join(", ") || "no environment left"}
        </span>
        {apiKey.wideRights.length > 0 && !isOver ? (
          <span className="mt-0.5 flex flex-wrap gap-2">
            <Tag tone="warning">Wide</Tag>
            <span className="text-12 text-fg-muted">reaches the whole workspace</span>
          </span>
        ) : null}
      </Cell>
      <Cell className="whitespace-nowrap text-fg-muted">
        <span className="md:sr-only">Last used: </span>
        {apiKey.lastUsedAt ? <RelativeTime at={apiKey.lastUsedAt} /> : <span className="text-fg-subtle">never</span>}
      </Cell>
      <Cell className="text-fg-muted max-md:hidden">
        <span className="block truncate">{apiKey.createdBy}</span>
        <RelativeTime at={apiKey.createdAt} className="text-12 text-fg-subtle" />
      </Cell>
      <Cell end className="max-md:absolute max-md:top-1.5 max-md:right-0">
        {apiKey.status === "revoked" ? null : (
          <MoreMenu
            of={apiKey.name}
            items={[
              { label: "Rotate", icon: <RotateCw />, onSelect: () => onAct("rotate", apiKey) },
              "line",
              { label: "Revoke", icon: <Ban />, danger: true, onSelect: () => onAct("revoke", apiKey) },
            ]}
          />
        )}
      </Cell>
    </Row>
  );
}

export function KeyTable({ keys, onAct }: KeyTableProps) {
  return (
    <Table
      caption="API keys, newest first"
      className="table-fixed"
      stacks
      columns={[
        "Name",
        { name: "Status", className: "w-40" },
        { name: "Reach", className: "w-[26%]" },
        { name: "Last used", className: "w-28" },
        { name: "Created by", className: "w-36" },
        { name: "Actions", className: "w-10", isSilent: true },
      ]}
    >
      {keys.map((key) => (
        <KeyRow key={key.id} apiKey={key} onAct={onAct} />
      ))}
    </Table>
  );
}
