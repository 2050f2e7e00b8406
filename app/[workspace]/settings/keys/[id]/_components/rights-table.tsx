"use client";

import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { DialogRow } from "@/components/ui/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import type { Permission } from "@/lib/auth/permission";
import { permissionWords, rightWords } from "@/lib/auth/permission-words";
import type { RightUse } from "@/lib/auth/queries/key-details";
import { narrowKey } from "../../actions";

const days = 90;
const isRecent = (at: string | null) => at !== null && Date.now() - new Date(at).getTime() < days * 86_400_000;

export type RightsTableProps = {
  id: string;
  uses: readonly RightUse[];
  /** Rights that apply to the whole workspace or to other keys. */
  wide: readonly Permission[];
  isActive: boolean;
};

/** The rights of a key with their last use, and an action that removes unused ones. */
export function RightsTable({ id, uses, wide, isActive }: RightsTableProps) {
  const workspace = useWorkspace();
  const [isNarrowing, setNarrowing] = useState(false);
  const used = uses.filter(({ lastUsedAt }) => isRecent(lastUsedAt)).map(({ right }) => right);
  const unused = uses.filter(({ right }) => !used.includes(right)).map(({ right }) => right);
  const canNarrow = isActive && used.length > 0 && unused.length > 0;
  return (
    <>
      {wide.length > 0 && isActive ? (
        <Callout tone="warning" className="mb-4">
          This key is wide. It can {wide.map((right) => permissionWords[right]).join("; ")}. Remove the rights that it
          does not need.
        </Callout>
      ) : null}
      <div className="mb-2 flex flex-wrap items-center gap-3">
        <p className="mr-auto">
          It used <b>{used.length}</b> of its <b>{uses.length}</b> rights in the last {days} days.
        </p>
        {canNarrow ? (
          <Button size="sm" onClick={() => setNarrowing(true)}>
            Remove the {unused.length} unused
          </Button>
        ) : null}
      </div>
      <Table
        caption="Rights of this key"
        className="table-fixed"
        columns={["Right", { name: "Last used", className: "w-28" }]}
      >
        {uses.map(({ right, lastUsedAt }) => (
          <Row key={right}>
            <RowHead className="py-1.5">
              <span className="flex flex-wrap items-center gap-2 font-normal">
                {rightWords(right)}
                {wide.includes(right) ? <Tag tone="warning">Wide</Tag> : null}
              </span>
              <code className="block text-12 text-fg-muted">{right}</code>
            </RowHead>
            <Cell className="text-fg-muted">{lastUsedAt ? <RelativeTime at={lastUsedAt} /> : "not recorded"}</Cell>
          </Row>
        ))}
      </Table>
      <p className="mt-2 text-12 text-fg-muted">Uses are recorded since this version of Understudy.</p>
      {isNarrowing ? (
        <ActionDialog
          variant="danger"
          title={`Remove ${unused.length} rights?`}
          description={`You cannot add rights to a key. Create a new key instead. Uses older than ${days} days do not count.`}
          act="Remove rights"
          acting="Removing"
          run={() => narrowKey({ workspace, id, rights: used })}
          done={{ title: "The key has fewer rights.", detail: "This takes effect within 5 seconds." }}
          onClose={() => setNarrowing(false)}
        >
          <DialogRow name="Kept">{used.map(rightWords).join(", ")}.</DialogRow>
          <DialogRow name="Removed">{unused.map(rightWords).join(", ")}.</DialogRow>
        </ActionDialog>
      ) : null}
    </>
  );
}
