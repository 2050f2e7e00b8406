"use client";

import { FileUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { type CaseFilters, caseFilters } from "@/app/[workspace]/evaluations/_components/filters";
import { useLeaveGuard } from "@/app/[workspace]/evaluations/_components/use-leave-guard";
import { changeManyCases, loadMoreCases, readCases } from "@/app/[workspace]/evaluations/actions";
import { Slot } from "@/components/layout/slot";
import { Button } from "@/components/ui/button";
import { Found } from "@/components/ui/found";
import { lateDialog } from "@/components/ui/late-dialog";
import { MaskIcon } from "@/components/ui/mask-icon";
import { Spinner } from "@/components/ui/spinner";
import { toast } from "@/components/ui/toast";
import { useIsNarrow } from "@/components/ui/use-is-narrow";
import { useLatest } from "@/components/ui/use-latest";
import { isAnySet } from "@/lib/core/address-params";
import type { Page } from "@/lib/core/cursor";
import { CaseSheet } from "@/lib/editing/cases/case-sheet";
import { columnsOf } from "@/lib/editing/cases/columns";
import type { SheetServer } from "@/lib/editing/cases/sheet-server";
import type { CaseView, SuiteView } from "@/lib/evaluation/suites/views";
import { type Content, isPlaceholder } from "@/lib/template/content";
import { CaseCards } from "./case-cards";
import { CaseFilterBar } from "./case-filter-bar";
import { CaseGrid } from "./grid/case-grid";
import { NoCases } from "./no-cases";

const CaseDialog = lateDialog(() => import("./case-dialog").then((part) => part.CaseDialog));

export type SuiteProps = {
  suite: SuiteView;
  filters: CaseFilters;
  first: Page<CaseView> & { revision: number };
  /** The number of cases that match the filters. */
  total: number;
  tags: readonly { tag: string; count: number }[];
  /** The variables for which cases have values. */
  used: readonly string[];
  /** The newest version of the suite's prompt. Its variables become columns and fields. */
  content: Content | null;
  canWrite: boolean;
};

/**
 * The cases of a suite: a grid on a desktop, cards on a phone. They are added, edited, removed and restored in place.
 */
export function Suite({ suite, filters, first, total, tags, used, content, canWrite }: SuiteProps) {
  const workspace = useWorkspace();
  const router = useRouter();
  const isNarrow = useIsNarrow();
  const [editing, setEditing] = useState<CaseView | "new" | null>(null);
  const { id } = suite;
  const mayChange = canWrite && suite.archivedAt === null;
  const isFiltered = isAnySet(caseFilters, filters);

  const current = useLatest({ workspace, filters });
  const [sheet] = useState(() => {
    const server: SheetServer = {
      change: (change) => changeManyCases({ workspace: current.current.workspace, id, ...change }),
      read: (caseKeys) => readCases({ workspace: current.current.workspace, id, caseKeys }),
      page: (cursor, limit) =>
        loadMoreCases({ workspace: current.current.workspace, id, ...current.current.filters, cursor, limit }),
    };
    return new CaseSheet(server, first, total);
  });
  useSyncExternalStore(sheet.subscribe, sheet.getVersion, sheet.getVersion);
  useFresh(sheet, filters, first, total);
  useRefreshAfterSaving(sheet, () => router.refresh());
  const isStuck = sheet.trouble !== "" || sheet.firstUnsaved() !== null;
  const question = useLeaveGuard(
    sheet.unsaved > 0,
    "Some changes of these cases could not be saved. They will be lost.",
    isStuck,
  );

  const hasTurns =
    sheet.rows.keys.some((key) => Object.keys(sheet.byKey(key)?.placeholders ?? {}).length > 0) ||
    (content?.messages ?? []).some((entry) => isPlaceholder(entry) && entry.placeholder !== "examples");
  // The first page determines the widths of columns, which do not change afterwards.
  const [sample] = useState(first.items);
  const columns = useMemo(() => columnsOf(content, used, hasTurns, sample), [content, used, hasTurns, sample]);

  const remove = async ({ key }: CaseView) => {
    const failure = await sheet.change({ remove: [key] });
    if (failure) return toast({ tone: "failed", title: "The case was not removed.", detail: failure });
    toast({
      title: "The case is removed.",
      detail: "Earlier revisions keep it.",
      undo: async () => {
        const back = await sheet.change({ restore: [key] }, "apart");
        if (back) toast({ tone: "failed", title: "The case was not restored.", detail: back });
      },
    });
  };
  const cards = sheet.rows.keys.flatMap((key) => sheet.byKey(key) ?? []);
  return (
    <>
      {question}
      {mayChange ? (
        <Slot id="suite-actions">
          <Button icon={<FileUp />} href={`/${workspace}/evaluations/suites/${id}/import`} className="max-md:hidden">
            Import
          </Button>
          <Button variant="primary" icon={<MaskIcon name="plus" />} onClick={() => setEditing("new")}>
            <span>
              Add<span className="max-md:sr-only"> case</span>
            </span>
          </Button>
        </Slot>
      ) : null}
      <CaseFilterBar tags={tags} isEmpty={sheet.rows.total === 0 && !isFiltered} end={<SaveState sheet={sheet} />} />
      <Found count={sheet.rows.total} hasMore={false} one="case" many="cases" />
      {sheet.rows.total === 0 && (isFiltered || !mayChange || columns.length <= 4) ? (
        <NoCases
          isFiltered={isFiltered}
          prompt={suite.prompt}
          importHref={`/${workspace}/evaluations/suites/${id}/import`}
          onAdd={mayChange ? () => setEditing("new") : undefined}
        />
      ) : (
        <>
          {isNarrow === true ? null : (
            <CaseGrid
              sheet={sheet}
              columns={columns}
              isReadOnly={!mayChange}
              isFiltered={isFiltered}
              onOpen={setEditing}
            />
          )}
          {isNarrow === false ? null : (
            <CaseCards
              order={columns.flatMap(({ variable }) => variable || [])}
              cases={isNarrow ? cards : cards.slice(0, 20)}
              onOpen={setEditing}
              onRemove={mayChange ? (one) => void remove(one) : undefined}
            />
          )}
          {isNarrow && sheet.rows.cursor !== null ? (
            <p className="flex justify-center py-4">
              <Button onClick={() => void sheet.load(sheet.rows.loaded)} busy={sheet.isLoading && "Loading"}>
                Load more
              </Button>
            </p>
          ) : null}
        </>
      )}
      {editing ? (
        <CaseDialog
          suite={suite}
          content={content}
          one={editing === "new" ? null : editing}
          isReadOnly={!mayChange}
          onClose={() => setEditing(null)}
          onDone={(cases) => {
            setEditing(null);
            sheet.put(cases);
            router.refresh();
          }}
        />
      ) : null}
    </>
  );
}

/** A changed filter replaces the cases. Otherwise the shown cases are updated. */
function useFresh(sheet: CaseSheet, filters: CaseFilters, first: SuiteProps["first"], total: number): void {
  const shown = useRef({ filters: JSON.stringify(filters), first });
  useEffect(() => {
    const before = shown.current;
    const now = { filters: JSON.stringify(filters), first };
    if (before.first === first) return;
    shown.current = now;
    if (before.filters === now.filters) sheet.refresh(first, total);
    else sheet.reset(first, total);
  }, [sheet, filters, first, total]);
}

/** Updates counts and tags around the grid after a pause in editing. */
function useRefreshAfterSaving(sheet: CaseSheet, refresh: () => void): void {
  const refreshNow = useEffectEvent(refresh);
  const { state, savedCount } = sheet;
  useEffect(() => {
    if (savedCount === 0 || state === "saving") return;
    const timer = setTimeout(() => refreshNow(), 1_200);
    return () => clearTimeout(timer);
  }, [state, savedCount]);
}

/** Shows whether the edits are saved on the server. Empty before the first edit. */
function SaveState({ sheet }: { sheet: CaseSheet }) {
  useSyncExternalStore(sheet.subscribe, sheet.getVersion, sheet.getVersion);
  const isWrong = sheet.state === "failed" || sheet.drafts.size > 0;
  return (
    <span role="status" className="flex items-center gap-1.5 whitespace-nowrap text-12 text-fg-muted">
      {isWrong ? (
        <>
          <MaskIcon name="circle-exclamation-point" className="size-3.5 text-negative" />
          <span className="text-negative">Not all saved</span>
        </>
      ) : sheet.state === "saving" ? (
        <>
          <Spinner />
          Saving
        </>
      ) : sheet.state === "saved" ? (
        <>
          <MaskIcon name="check" className="size-3.5" />
          Saved
        </>
      ) : null}
    </span>
  );
}
