"use client";

import dynamic from "next/dynamic";
import { useCallback, useMemo, useRef } from "react";
import { useShortcut } from "@/components/layout/use-shortcut";
import { cn } from "@/components/ui/cn";
import { copyText } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { LinkButton } from "@/components/ui/text-link";
import { toast } from "@/components/ui/toast";
import { useFilters } from "@/components/ui/use-filters";
import type { CaseShown } from "@/lib/evaluation/comparison/changes";
import { caseQuery, shownByDefault } from "@/lib/evaluation/comparison/shown-cases";
import type { ComparedCaseDetail } from "@/lib/evaluation/comparison/views";
import { nothingShownWords } from "@/lib/evaluation/comparison/words";
import type { RunView } from "@/lib/evaluation/runs/types";
import type { VersionStatuses } from "./case-detail";
import { CaseFilters } from "./case-filters";
import { CaseList } from "./case-list";
import { type ResultState, resultParsers } from "./result-state";
import { type CasePage, useCase, useCaseList } from "./use-cases";

const CaseDetail = dynamic(() => import("./case-detail").then((module) => module.CaseDetail), { loading: CaseLoading });

function CaseLoading() {
  return (
    <Loading label="Loading the case" className="grid gap-4 px-6 py-4">
      <Skeleton className="w-64" />
      <Skeleton className="w-full" />
      <Skeleton className="h-40 w-full" />
    </Loading>
  );
}

export type CaseBrowserProps = {
  /** The path of the API for cases: "/api/evaluations/fernway/<id>". */
  base: string;
  run: RunView;
  /** The id of the run to compare with, or "none". */
  baseline: string;
  statuses: VersionStatuses;
  tags: readonly string[];
  /** Counts over the whole run. They determine the default filter. */
  counts: CasePage["counts"];
  first: { query: string; page: CasePage };
  firstCase: ComparedCaseDetail | null;
};

/** The cases on the left and the open case on the right. On a phone they are stacked. ↑ ↓ move, C copies a link. */
export function CaseBrowser(props: CaseBrowserProps) {
  const { base, run, baseline, statuses, tags, counts, first, firstCase } = props;
  const [state, set] = useFilters(resultParsers, { isLocal: true });
  const hasBaseline = baseline !== "none";
  const shown = state.show ?? shownByDefault(counts, hasBaseline);
  const isLive = run.status === "running" || run.status === "queued";
  const query = useMemo(
    () => caseQuery({ baseline, verdict: isLive && !state.show ? "all" : shown, isLive, ...state }),
    [baseline, shown, isLive, state],
  );
  const list = useCaseList(base, query, first);
  const { items, nextCursor } = list.page;
  const open = state.case ?? items[0]?.key ?? null;
  const index = items.findIndex(({ key }) => key === open);
  const neighbours = [items[index + 1]?.key, items[index - 1]?.key].filter((key) => key !== undefined);
  const { detail, isOld, failure } = useCase(base, baseline, open, firstCase, neighbours);
  const isMoved = detail !== null && detail.key === state.case;

  const linkTo = useCallback((key: string) => {
    const address = new URL(window.location.href);
    address.searchParams.set("case", key);
    return address.toString();
  }, []);
  const place = useRef<HTMLDivElement>(null);
  const openCase = (key: string) => {
    set({ case: key, repeat: null }, { push: true });
    // On a phone the list may be much longer than the screen, so the page scrolls to the case.
    if (window.matchMedia("(max-width: 819px)").matches)
      requestAnimationFrame(() => place.current?.scrollIntoView({ block: "start" }));
  };
  const go = (to: number) => {
    const next = items[to];
    if (next) set({ case: next.key, repeat: null });
    if (to >= items.length - 2) void list.more();
  };
  useShortcut("ArrowDown", () => go(index + 1));
  useShortcut("ArrowUp", () => go(Math.max(0, index - 1)));
  useShortcut("c", async () => {
    if (!open) return;
    const isCopied = await copyText(linkTo(open));
    toast(
      isCopied
        ? { title: "The link to this case is copied.", seconds: 4 }
        : { tone: "failed", title: "The link was not copied.", detail: "Copy it from the address bar." },
    );
  });
  const filter = (values: Parameters<typeof set>[0], options?: Parameters<typeof set>[1]) =>
    set({ ...values, case: null, repeat: null }, { push: true, ...options });
  const isNarrow = Boolean(state.q || state.tag || state.dimension);
  return (
    <div
      ref={place}
      className="grid flex-1 scroll-mt-[var(--topbar)] grid-cols-[400px_minmax(0,1fr)] border-line border-t max-lg:grid-cols-[340px_minmax(0,1fr)] max-md:block"
    >
      <section
        aria-label="Cases"
        className={cn("min-w-0 border-line border-r max-md:border-r-0", state.case && "max-md:hidden")}
      >
        <CaseFilters
          key={`${state.tag} ${state.dimension}`}
          state={state}
          counts={list.page.counts}
          hasBaseline={hasBaseline}
          tags={tags}
          shown={isLive && !state.show ? "all" : shown}
          set={filter}
        />
        {list.failure ? (
          <p role="alert" className="px-6 py-4 text-negative max-md:px-4">
            {list.failure} <LinkButton onClick={list.again}>Try again</LinkButton>
          </p>
        ) : null}
        {items.length === 0 && !list.isOld ? (
          <Nothing
            shown={shown}
            isNarrow={isNarrow}
            isLive={isLive}
            onClear={() => void filter({ q: null, tag: null, dimension: null, show: isNarrow ? state.show : "all" })}
          />
        ) : (
          <CaseList
            items={items}
            open={open}
            isOld={list.isOld}
            hrefOf={(key) => `?${new URLSearchParams({ ...asParams(state), case: key })}`}
            onOpen={openCase}
            onMore={nextCursor ? () => void list.more() : null}
          />
        )}
      </section>
      <div className={cn("min-w-0", !state.case && "max-md:hidden")}>
        <p role="status" className="sr-only">
          {isMoved ? `Case ${detail.position}, ${detail.title}, is open.` : ""}
        </p>
        {detail ? (
          <CaseDetail
            detail={detail}
            run={run}
            statuses={statuses}
            repeat={state.repeat}
            isOld={isOld}
            link={typeof window === "undefined" ? "" : linkTo(detail.key)}
            onRepeat={(repeat) => set({ repeat })}
            onBack={() => set({ case: null, repeat: null }, { push: true })}
            onPrevious={index > 0 ? () => go(index - 1) : null}
            onNext={index < items.length - 1 ? () => go(index + 1) : null}
          />
        ) : failure ? (
          <p role="alert" className="px-6 py-4 text-negative">
            {failure}
          </p>
        ) : open ? (
          <CaseLoading />
        ) : null}
      </div>
    </div>
  );
}

function asParams({ show, dimension, tag, q, against }: ResultState) {
  const values = { show, dimension, tag, q: q || null, against };
  return Object.fromEntries(Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== null));
}

type NothingProps = { shown: CaseShown; isNarrow: boolean; isLive: boolean; onClear: () => void };

function Nothing({ shown, isNarrow, isLive, onClear }: NothingProps) {
  const [title, text] = isLive ? ["No case yet", "Cases appear here as they finish."] : nothingShownWords[shown];
  if (isNarrow)
    return (
      <EmptyState
        plain
        heading="h3"
        title="No case matches"
        action={<LinkButton onClick={onClear}>Clear filters</LinkButton>}
      />
    );
  return (
    <EmptyState
      plain
      heading="h3"
      title={title}
      action={shown === "all" ? null : <LinkButton onClick={onClear}>Show all cases</LinkButton>}
    >
      {text}
    </EmptyState>
  );
}
