"use client";

import { ActorName } from "@/app/[workspace]/_components/actor-name";
import { usePages } from "@/app/[workspace]/_components/load-more";
import { promptPath } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Avatar } from "@/components/ui/avatar";
import { EmptyState } from "@/components/ui/empty-state";
import { NoMatch } from "@/components/ui/no-match";
import { RelativeTime } from "@/components/ui/relative-time";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { actionWords, detailWords } from "@/lib/auth/audit-words";
import type { AuditEventView } from "@/lib/auth/queries/audit";
import { isAnySet } from "@/lib/core/address-params";
import type { Page } from "@/lib/core/cursor";
import { loadMoreAudit } from "../actions";
import { type AuditFilters, auditParsers } from "./filters";

export type AuditLogProps = { filters: AuditFilters; first: Page<AuditEventView> };

function EventRow({ event }: { event: AuditEventView }) {
  const workspace = useWorkspace();
  const details = detailWords(event.data);
  return (
    <Row className="max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-3 max-md:py-2.5">
      <Cell className="whitespace-nowrap text-fg-muted max-md:order-2">
        <RelativeTime at={event.at} />
      </Cell>
      <Cell className="max-md:order-4 max-md:col-span-2">
        <span className="flex items-center gap-2">
          <Avatar name={event.actor.name} size={20} silent />
          <ActorName actor={event.actor} isStacked />
        </span>
      </Cell>
      <RowHead className="max-md:order-1">{actionWords(event.action)}</RowHead>
      <Cell className="md:py-2 max-md:order-3 max-md:col-span-2 max-md:py-1">
        {event.target.kind === "prompt" ? (
          <TextLink href={promptPath(workspace, event.target.name)}>{event.target.name}</TextLink>
        ) : (
          event.target.name
        )}
        {details ? <span className="break-words text-fg-muted">{`: ${details}`}</span> : null}
      </Cell>
    </Row>
  );
}

export function AuditLog({ filters, first }: AuditLogProps) {
  const workspace = useWorkspace();
  const { items, rest } = usePages({
    first,
    keyOf: ({ id }) => id,
    load: (cursor) => loadMoreAudit({ workspace, ...filters, cursor }),
  });
  if (items.length === 0)
    return isAnySet(auditParsers, filters) ? (
      <NoMatch title="Nothing matches" params={auditParsers} />
    ) : (
      <EmptyState plain title="Nothing is recorded yet" />
    );
  return (
    <>
      <Table
        caption="Audit log, newest first"
        className="table-fixed"
        stacks
        columns={[
          { name: "When", className: "w-24" },
          { name: "Who", className: "w-60 md:max-lg:w-44" },
          { name: "What", className: "w-60 md:max-lg:w-44" },
          "Target",
        ]}
      >
        {items.map((event) => (
          <EventRow key={event.id} event={event} />
        ))}
      </Table>
      {rest}
    </>
  );
}
