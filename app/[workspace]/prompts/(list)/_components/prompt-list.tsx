"use client";

import { FolderInput, ListChecks } from "lucide-react";
import { type MouseEvent, useRef, useState } from "react";
import { usePages } from "@/app/[workspace]/_components/load-more";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { useShortcut } from "@/components/layout/use-shortcut";
import { cn } from "@/components/ui/cn";
import { lateDialog } from "@/components/ui/late-dialog";
import { NoMatch } from "@/components/ui/no-match";
import { RowCheck } from "@/components/ui/row-check";
import { nothingChosen, toggled, toggledAll } from "@/components/ui/selection";
import { Column, Table } from "@/components/ui/table";
import { useRowStop } from "@/components/ui/use-row-stop";
import type { Page } from "@/lib/core/cursor";
import { capitalize } from "@/lib/core/words";
import type { ListedPrompt } from "@/lib/guards/queries/listed-prompts";
import { groupByFolder } from "@/lib/registry/folders";
import type { EnvironmentView } from "@/lib/registry/queries/environments";
import { loadMorePrompts } from "../actions";
import { type BulkAct, BulkBar } from "./bulk-bar";
import { type ListFilters, listParsers } from "./filters";
import { GroupHead } from "./group-head";
import { PromptRow } from "./prompt-row";

const ChosenDialog = lateDialog(() => import("./bulk-dialogs").then((module) => module.ChosenDialog));
const FolderDialog = lateDialog(() => import("./bulk-dialogs").then((module) => module.FolderDialog));

export type PromptListProps = {
  filters: ListFilters;
  first: Page<ListedPrompt>;
  environments: readonly EnvironmentView[];
  /** The total number of prompts per folder. Null if filters hide some. */
  folders: readonly string[];
  /** Whether the person may archive, tag and move prompts. */
  canChange: boolean;
  folderCounts: readonly { name: string; count: number }[] | null;
  isGrouped: boolean;
  isPending: boolean;
};

/** The number of rows that scrolling loads automatically. A button loads more. */
const mostByItself = 500;

export function PromptList({
  filters,
  first,
  environments,
  folders,
  canChange,
  folderCounts,
  isGrouped,
  isPending,
}: PromptListProps) {
  const workspace = useWorkspace();
  const { items, rest, forget } = usePages({
    first,
    keyOf: ({ name }) => name,
    load: (cursor) => loadMorePrompts({ workspace, ...filters, cursor }),
    eagerUpTo: mostByItself,
  });
  const [selection, setSelection] = useState(nothingChosen);
  const [dialog, setDialog] = useState<BulkAct | { folder: string } | null>(null);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const list = useRef<HTMLDivElement>(null);
  useShortcut("j", () => step(list.current, 1));
  useShortcut("k", () => step(list.current, -1));

  const hasQuality = items.some(({ quality }) => quality?.metric);
  // Production comes first, so that the live version is read before pending ones.
  const orderedEnvironments = environments.toReversed();
  const groups = isGrouped ? groupByFolder(items) : [{ folder: "", items }];

  const names = groups
    .filter(({ folder }) => !folded.has(folder))
    .flatMap((group) => group.items.map(({ name }) => name));
  const { stop, rows } = useRowStop({ names });
  const chosen = items.filter(({ name }) => selection.chosen.has(name));
  const toggle = (name: string, isRange: boolean) => setSelection((before) => toggled(before, names, name, isRange));
  useShortcut("x", () => toggleFocused(list.current, (name) => toggle(name, false)), canChange);
  useShortcut("escape", () => setSelection(nothingChosen), chosen.length > 0);
  const onDone = () => {
    setDialog(null);
    setSelection(nothingChosen);
    forget(); // rows that were loaded later may have moved
  };

  const fold = (folder: string, event: MouseEvent) => {
    const isFolded = folded.has(folder);
    if (event.altKey) return setFolded(isFolded ? new Set() : new Set(groups.map((group) => group.folder)));
    const next = new Set(folded);
    if (isFolded) next.delete(folder);
    else next.add(folder);
    setFolded(next);
  };

  if (items.length === 0) return <NothingFound archived={filters.archived} />;
  return (
    <div
      ref={list}
      {...rows}
      aria-busy={isPending || undefined}
      className={cn("transition-opacity", isPending && "opacity-60")}
    >
      <Table
        caption="Prompts with the version in each environment and their last change"
        className="table-fixed max-md:block"
      >
        <thead className="max-md:sr-only">
          <tr>
            <Column className="relative pl-6">
              {canChange ? (
                <RowCheck
                  label="Select all prompts shown"
                  isChosen={names.length > 0 && names.every((name) => selection.chosen.has(name))}
                  isShown={chosen.length > 0}
                  onToggle={() => setSelection((before) => toggledAll(before, names))}
                />
              ) : null}
              Prompt
            </Column>
            {orderedEnvironments.map((environment) => (
              <Column
                key={environment.id}
                className={cn(
                  environment.stage === "production" ? "w-48" : "w-28",
                  environment.stage === "development" && "max-lg:w-0 max-lg:p-0",
                )}
              >
                <span className={cn(environment.stage === "development" && "max-lg:sr-only")}>
                  {capitalize(environment.name)}
                </span>
              </Column>
            ))}
            <Column className={cn("max-xl:w-0 max-xl:p-0", hasQuality ? "w-60" : "w-44")}>
              <span className="max-xl:sr-only">{hasQuality ? "Quality, 14 days" : "Tags"}</span>
            </Column>
            <Column end className="w-24 max-lg:hidden">
              Uses a day
            </Column>
            <Column end className="w-28 last:pr-6">
              Changed
            </Column>
          </tr>
        </thead>
        {groups.map(({ folder, items }) => (
          <tbody key={folder} className="max-md:block">
            {isGrouped ? (
              <GroupHead
                folder={folder}
                count={folderCounts?.find(({ name }) => name === folder)?.count ?? items.length}
                columns={orderedEnvironments.length + 4}
                isFolded={folded.has(folder)}
                onFold={(event) => fold(folder, event)}
                acts={
                  canChange
                    ? [
                        {
                          label: "Select its prompts",
                          icon: <ListChecks />,
                          onSelect: () =>
                            setSelection((before) =>
                              toggledAll(
                                before,
                                items.map(({ name }) => name),
                              ),
                            ),
                        },
                        ...(folder
                          ? [
                              {
                                label: "Rename or move the folder",
                                icon: <FolderInput />,
                                onSelect: () => setTimeout(() => setDialog({ folder })),
                              },
                            ]
                          : []),
                      ]
                    : []
                }
              />
            ) : null}
            {folded.has(folder)
              ? null
              : items.map((prompt) => (
                  <PromptRow
                    key={prompt.name}
                    prompt={prompt}
                    environments={orderedEnvironments}
                    isGrouped={isGrouped}
                    hasQuality={hasQuality}
                    isChosen={selection.chosen.has(prompt.name)}
                    isChoosing={chosen.length > 0}
                    isStop={prompt.name === stop}
                    onToggle={canChange ? toggle : null}
                  />
                ))}
          </tbody>
        ))}
      </Table>
      {rest}
      {chosen.length > 0 ? (
        <BulkBar
          count={chosen.length}
          archived={filters.archived}
          onAsk={setDialog}
          exportHref={exportPath(workspace, chosen)}
          onClear={() => setSelection(nothingChosen)}
        />
      ) : null}
      {dialog !== null && typeof dialog === "object" ? (
        <FolderDialog folders={folders} onDone={onDone} from={dialog.folder} onClose={() => setDialog(null)} />
      ) : null}
      {typeof dialog === "string" && chosen.length > 0 ? (
        <ChosenDialog
          folders={folders}
          onDone={onDone}
          act={dialog}
          prompts={chosen}
          onLeaveOut={(names) => setSelection((before) => toggledAll(before, names))}
          onClose={() => setDialog(null)}
        />
      ) : null}
    </div>
  );
}

/** Returns the download address of the chosen prompts. Null if there are too many for an address. */
function exportPath(workspace: string, chosen: readonly ListedPrompt[]): string | null {
  const path = `/${workspace}/export?${new URLSearchParams(chosen.map(({ name }) => ["name", name]))}`;
  return path.length < 6_000 ? path : null;
}

/** Toggles the prompt whose row has the focus. */
function toggleFocused(list: HTMLElement | null, toggle: (name: string) => void): void {
  const row = document.activeElement?.closest<HTMLElement>("[data-row]");
  if (row?.dataset.row && list?.contains(row)) toggle(row.dataset.row);
}

/** Moves the focus by one row. From outside the list it moves to the first or the last row. */
function step(list: HTMLElement | null, by: 1 | -1): void {
  const links = [...(list?.querySelectorAll<HTMLElement>("[data-row] .prompt-link") ?? [])];
  const row = document.activeElement?.closest("[data-row]");
  const at = links.findIndex((link) => row?.contains(link));
  const next = at < 0 ? (by > 0 ? links[0] : links.at(-1)) : links[Math.min(Math.max(at + by, 0), links.length - 1)];
  next?.focus();
}

function NothingFound({ archived }: { archived: boolean }) {
  return (
    <NoMatch title={archived ? "No archived prompt matches" : "No prompt matches"} params={listParsers}>
      Names, descriptions, tags and the texts of the newest versions are searched for every word.
    </NoMatch>
  );
}
