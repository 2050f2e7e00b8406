"use client";

import { useState } from "react";
import { usePages } from "@/app/[workspace]/_components/load-more";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { loadMoreRevisions } from "@/app/[workspace]/evaluations/actions";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { lateDialog } from "@/components/ui/late-dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { TextLink } from "@/components/ui/text-link";
import type { Page } from "@/lib/core/cursor";
import type { RevisionView } from "@/lib/evaluation/suites/revisions/queries";
import { revisionWords } from "@/lib/evaluation/suites/revisions/words";
import type { SuiteView } from "@/lib/evaluation/suites/views";

const BringBackDialog = lateDialog(() =>
  import("../../_components/bring-back-dialog").then((module) => module.BringBackDialog),
);

type Props = { suite: SuiteView; first: Page<RevisionView>; mayChange: boolean };

/** The revisions of a suite, newest first. Each can be opened and restored. */
export function RevisionList({ suite, first, mayChange }: Props) {
  const workspace = useWorkspace();
  const { items, rest } = usePages({
    first,
    keyOf: ({ revision }) => revision,
    load: (cursor) => loadMoreRevisions({ workspace, id: suite.id, cursor }),
  });
  const [selected, setSelected] = useState<number | null>(null);
  const base = `/${workspace}/evaluations/suites/${suite.id}`;
  if (items.length === 0)
    return (
      <EmptyState title="Nothing has changed yet" action={<Button href={base}>Add cases</Button>}>
        Every change of the cases creates a revision. A run names its revision, so you can see its cases later.
      </EmptyState>
    );
  return (
    <>
      <Table
        caption="Revisions of the suite's cases, the newest first"
        stacks
        columns={[
          { name: "Revision", className: "w-40 pl-6" },
          "What changed",
          "By",
          "When",
          { name: "Restore", className: "w-36 last:pr-6", isSilent: true },
        ]}
      >
        {items.map((one) => {
          const isNow = one.revision === suite.revision;
          return (
            <Row
              key={one.revision}
              className="max-md:grid max-md:grid-cols-[1fr_auto] max-md:gap-x-3 max-md:px-4 max-md:py-2.5"
            >
              <RowHead className="whitespace-nowrap text-left font-normal md:pl-6">
                <TextLink href={isNow ? base : `${base}?revision=${one.revision}`} className="max-md:py-2">
                  Revision {one.revision}
                </TextLink>
                {isNow ? <Tag className="ml-2">now</Tag> : null}
              </RowHead>
              <Cell className="max-md:col-span-2 max-md:row-start-2">{revisionWords(one)}</Cell>
              <Cell className="text-fg-muted max-md:row-start-3">{one.by}</Cell>
              <Cell className="whitespace-nowrap text-fg-muted max-md:row-start-3 max-md:text-right">
                {one.at ? <RelativeTime at={one.at} /> : null}
              </Cell>
              <Cell className="text-right last:pr-6 max-md:col-start-2 max-md:row-start-1 max-md:last:pr-0">
                {mayChange && !isNow ? (
                  <Button
                    size="sm"
                    variant="quiet"
                    aria-label={`Restore revision ${one.revision}`}
                    onClick={() => setSelected(one.revision)}
                  >
                    Restore
                  </Button>
                ) : null}
              </Cell>
            </Row>
          );
        })}
      </Table>
      {rest}
      {selected === null ? null : (
        <BringBackDialog suite={suite} revision={selected} onClose={() => setSelected(null)} />
      )}
    </>
  );
}
