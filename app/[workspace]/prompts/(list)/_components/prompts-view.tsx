"use client";

import { Download, FileUp } from "lucide-react";
import { useMemo, useState, useTransition } from "react";
import { useFolders } from "@/app/[workspace]/_components/folders";
import { withQuery } from "@/app/[workspace]/_components/paths";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Main } from "@/components/layout/main";
import { Topbar } from "@/components/layout/topbar";
import { useShortcut } from "@/components/layout/use-shortcut";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Found } from "@/components/ui/found";
import { IconButton } from "@/components/ui/icon-button";
import { lateDialog } from "@/components/ui/late-dialog";
import { MaskIcon } from "@/components/ui/mask-icon";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { TextLink } from "@/components/ui/text-link";
import { useQueryFlag } from "@/components/ui/use-query-text";
import { formatCount } from "@/lib/experiments/results/figures";
import { type PackedPage, unpackPage } from "@/lib/guards/packed-page";
import type { EnvironmentView } from "@/lib/registry/queries/environments";
import { CallBoard, type CallBoardProps } from "./call-board";
import { FilterBar } from "./filter-bar";
import { isFiltered, type ListFilters } from "./filters";
import { PromptList } from "./prompt-list";

const NewPromptDialog = lateDialog(() => import("./new-prompt-dialog").then((module) => module.NewPromptDialog));
const TagsDialog = lateDialog(() => import("./tags-dialog").then((module) => module.TagsDialog));

export type PromptsViewProps = {
  filters: ListFilters;
  /** A key that differs for each set of filters, so that the list is reset when they change. */
  listKey: string;
  page: PackedPage;
  environments: readonly (EnvironmentView & { canPromote: boolean })[];
  counts: { total: number; archived: number };
  /** The number of change requests that need an action by the person, and the newest of them. */
  waiting: CallBoardProps["waiting"];
  /** Experiments that need an action by the person. */
  undecided: CallBoardProps["undecided"];
  /** Prompts that got worse or were rolled back automatically. */
  worse: CallBoardProps["worse"];
  /** Whether the prompts have more than one owner. */
  hasOwners: boolean;
  /** The owner whose prompts the list shows. Null for all owners. */
  owner: { id: string; name: string } | null;
  /** Why the person may not create prompts. Null if they may. */
  createOff: string | null;
};

export function PromptsView({
  filters,
  listKey,
  page: packed,
  environments,
  counts,
  waiting,
  undecided,
  worse,
  hasOwners,
  owner,
  createOff,
}: PromptsViewProps) {
  const workspace = useWorkspace();
  const [isCreating, setCreating] = useQueryFlag("new");
  const [isPending, startTransition] = useTransition();
  const [isGrouped, setGrouped] = useState(true);
  const [isManagingTags, setManagingTags] = useState(false);
  const page = useMemo(() => unpackPage(packed), [packed]);
  const folders = useFolders();
  const folderNames = folders.map(({ name }) => name);
  const create = () => void setCreating(true);
  useShortcut("c", create, createOff === null);

  const isNarrowed = isFiltered(filters);
  /** Whether the number of all listed prompts is known. */
  const isCounted = !isNarrowed && !filters.archived;
  const isEmpty = counts.total === 0 && isCounted;
  const shown = `${page.items.length}${page.nextCursor ? "+" : ""}`;
  const newButton = (
    <Button variant="primary" icon={<MaskIcon name="plus" />} onClick={create} off={createOff} keys={["C"]}>
      <span>
        New<span className="max-md:sr-only"> prompt</span>
      </span>
    </Button>
  );
  return (
    <>
      <Topbar
        crumbs={
          filters.archived
            ? [{ label: "Prompts", href: `/${workspace}/prompts` }, { label: "Archived" }]
            : [{ label: "Prompts" }]
        }
        state={<span className="tabular-nums">{isCounted ? formatCount(counts.total) : shown}</span>}
        actions={
          isEmpty ? null : (
            <>
              <TransferMenu folder={filters.folder} canImport={createOff === null} />
              {newButton}
            </>
          )
        }
      />
      <Main flush>
        {isEmpty ? (
          <EmptyState title="No prompts yet" action={newButton} className="pt-20">
            A prompt here has versions. You see which version is live in each environment, change it without deploying
            your app, and roll back in one click.
            {createOff === null ? (
              <>
                {" "}
                Coming from another tool? <TextLink href={`/${workspace}/import`}>Import your prompts</TextLink>.
              </>
            ) : null}
          </EmptyState>
        ) : (
          <>
            {/* On phones it would fill the screen above what was searched for. */}
            <div className={isCounted ? undefined : "max-md:hidden"}>
              <CallBoard worse={worse} waiting={waiting} undecided={undecided} />
            </div>
            <FilterBar
              filters={filters}
              folders={folderNames}
              tags={[...new Set(page.items.flatMap((prompt) => prompt.tags))].sort()}
              hasOwners={hasOwners}
              owner={owner}
              archived={counts.archived}
              onManageTags={createOff === null ? () => setManagingTags(true) : null}
              startTransition={startTransition}
              isGrouped={isGrouped}
              onGroupedChange={setGrouped}
            />
            <Found
              count={isCounted ? counts.total : page.items.length}
              hasMore={!isCounted && page.nextCursor !== null}
              one="prompt"
              many="prompts"
            />
            <PromptList
              key={listKey}
              filters={filters}
              first={page}
              environments={environments}
              folders={folderNames}
              canChange={createOff === null}
              folderCounts={isNarrowed || filters.archived ? null : folders}
              isGrouped={isGrouped}
              isPending={isPending}
            />
          </>
        )}
      </Main>
      {isManagingTags ? <TagsDialog onClose={() => setManagingTags(false)} /> : null}
      {isCreating && createOff === null ? (
        <NewPromptDialog environments={environments} folder={filters.folder} onClose={() => void setCreating(false)} />
      ) : null}
    </>
  );
}

type Props = { folder: string | null; canImport: boolean };

/** The menu to import files and to export the prompts shown. */
function TransferMenu({ folder, canImport }: Props) {
  const workspace = useWorkspace();
  const of: Record<string, string> = folder ? { folder } : {};
  const download = (query: Record<string, string>) => () =>
    location.assign(withQuery(`/${workspace}/export`, { ...of, ...query }));
  const items: MenuItem[] = [
    ...(canImport
      ? [{ label: "Import prompts", icon: <FileUp />, href: `/${workspace}/import` }, "line" as const]
      : []),
    { heading: folder ? `Export ${folder}` : "Export everything" },
    { label: "Bundle", hint: "newest versions", icon: <Download />, onSelect: download({}) },
    { label: "Bundle", hint: "all versions", icon: <Download />, onSelect: download({ history: "true" }) },
    { label: ".prompt files", hint: "zip", icon: <Download />, onSelect: download({ format: "dotprompt" }) },
    { label: "Langfuse JSON", icon: <Download />, onSelect: download({ format: "langfuse" }) },
  ];
  return (
    <Menu
      label="Import and export"
      trigger={<IconButton label="Import and export" icon={<MaskIcon name="ellipsis" />} />}
      items={items}
    />
  );
}
