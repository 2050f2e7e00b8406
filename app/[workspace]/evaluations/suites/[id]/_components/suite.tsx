"use client";

import { Ellipsis, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { IconButton } from "@/components/ui/icon-button";
import { Menu } from "@/components/ui/menu";
import { LinkButton } from "@/components/ui/text-link";
import { toast } from "@/components/ui/toast";
import type { Page } from "@/lib/core/cursor";
import type { CaseView, SuiteView } from "@/lib/evaluation/suites/views";
import type { Content } from "@/lib/template/content";
import { LoadMore, withPage } from "../../../../_components/load-more";
import type { CaseFilters } from "../../../_components/filters";
import { SuiteDialog } from "../../../_components/suite-dialog";
import { bringBack, changeSuite, loadMoreCases, removeFromSuite } from "../../../actions";
import { ActionSlot } from "./action-slot";
import { CaseDialog } from "./case-dialog";
import { CaseFilterBar } from "./case-filter-bar";
import { CaseTable } from "./case-table";
import { NoCases } from "./no-cases";

export type SuiteProps = {
  workspace: string;
  suite: SuiteView;
  filters: CaseFilters;
  first: Page<CaseView> & { revision: number };
  tags: readonly { tag: string; count: number }[];
  /** The newest version of the suite's prompt: its variables become fields. */
  content: Content | null;
  canWrite: boolean;
};

const inOrder = (cases: readonly CaseView[]) => cases.toSorted((one, other) => (one.key < other.key ? -1 : 1));

/** The cases of a suite: added, edited, removed and brought back where they stand. */
export function Suite({ workspace, suite, filters, first, tags, content, canWrite }: SuiteProps) {
  const router = useRouter();
  const [page, setPage] = useState<Page<CaseView>>(first);
  const [editing, setEditing] = useState<CaseView | "new" | null>(null);
  const [isRenaming, setRenaming] = useState(false);
  const { id, name } = suite;
  const mayChange = canWrite && suite.archivedAt === null;

  const put = (changed: readonly CaseView[]) => {
    const keys = new Set(changed.map(({ key }) => key));
    setPage(({ items, nextCursor }) => ({
      items: inOrder([...items.filter(({ key }) => !keys.has(key)), ...changed]),
      nextCursor,
    }));
    router.refresh();
  };
  const remove = async (one: CaseView) => {
    const result = await removeFromSuite({ workspace, id, caseKeys: [one.key] });
    if (!result.ok) return toast({ tone: "failed", title: "The case was not removed.", detail: result.error.message });
    setPage(({ items, nextCursor }) => ({ items: items.filter(({ key }) => key !== one.key), nextCursor }));
    router.refresh();
    toast({
      title: "The case is removed.",
      detail: "Earlier revisions keep it.",
      undo: async () => {
        const back = await bringBack({ workspace, id, caseKeys: [one.key] });
        if (back.ok) put(back.data.cases);
        else toast({ tone: "failed", title: "The case did not come back.", detail: back.error.message });
      },
    });
  };
  const archive = async (isArchived: boolean) => {
    const result = await changeSuite({ workspace, id, isArchived });
    if (!result.ok) return toast({ tone: "failed", title: "The suite was not changed.", detail: result.error.message });
    router.refresh();
    if (isArchived)
      toast({ title: `${name} is archived.`, detail: "Its cases stay as they are.", undo: () => archive(false) });
  };
  return (
    <>
      {canWrite ? (
        <ActionSlot>
          {mayChange ? (
            <Button variant="primary" icon={<Plus />} onClick={() => setEditing("new")}>
              Add case
            </Button>
          ) : null}
          <Menu
            label="Suite"
            items={[
              { label: "Change name and prompt", onSelect: () => setRenaming(true) },
              suite.archivedAt
                ? { label: "Restore the suite", onSelect: () => void archive(false) }
                : { label: "Archive the suite", onSelect: () => void archive(true) },
            ]}
            trigger={<IconButton label="More for this suite" icon={<Ellipsis />} />}
          />
        </ActionSlot>
      ) : null}
      {suite.archivedAt ? (
        <div className="px-6 pt-4 max-md:px-4">
          <Callout action={canWrite ? <LinkButton onClick={() => void archive(false)}>Restore it</LinkButton> : null}>
            This suite is archived. Its cases can be read, not changed.
          </Callout>
        </div>
      ) : null}
      {suite.description ? (
        <p className="max-w-[62ch] px-6 pt-4 text-fg-muted max-md:px-4">{suite.description}</p>
      ) : null}
      <CaseFilterBar tags={tags} />
      {page.items.length === 0 ? (
        <NoCases
          isFiltered={Boolean(filters.q || filters.tag)}
          prompt={suite.prompt}
          workspace={workspace}
          onAdd={mayChange ? () => setEditing("new") : undefined}
        />
      ) : (
        <CaseTable
          cases={page.items}
          onEdit={setEditing}
          onRemove={mayChange ? (one) => void remove(one) : undefined}
        />
      )}
      <LoadMore
        cursor={page.nextCursor}
        load={(cursor) => loadMoreCases({ workspace, id, ...filters, cursor })}
        onLoaded={(next) => setPage((before) => withPage(before, next))}
      />
      {editing ? (
        <CaseDialog
          workspace={workspace}
          suite={suite}
          content={content}
          one={editing === "new" ? null : editing}
          isReadOnly={!mayChange}
          onClose={() => setEditing(null)}
          onDone={(cases) => {
            setEditing(null);
            put(cases);
          }}
        />
      ) : null}
      {isRenaming ? (
        <SuiteDialog
          workspace={workspace}
          suite={suite}
          onClose={() => setRenaming(false)}
          onDone={() => {
            setRenaming(false);
            router.refresh();
          }}
        />
      ) : null}
    </>
  );
}
