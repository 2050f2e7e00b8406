"use client";

import { Command } from "cmdk";
import { Keyboard, Search } from "lucide-react";
import { Dialog } from "radix-ui";
import { useEffect, useState } from "react";
import { Kbd } from "../ui/kbd";
import { useShell } from "./shell-context";
import type { CommandGroup, CommandItem, CommandSearch, Shelf } from "./types";
import { useRouter } from "./use-router";

// Every typed word must match. Matches at the start rank first.
function rank(_id: string, query: string, keywords: string[] = []): number {
  const text = keywords.join(" ").toLowerCase();
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.every((word) => text.includes(word))) return 0;
  return text.startsWith(words[0] ?? "") ? 1 : 0.5;
}

type Answer = { to: string; groups: readonly CommandGroup[] };

/** Searches while the user types. The newest result wins, and the last one stays until then. */
function useFound(search: CommandSearch | undefined, query: string) {
  const [answer, setAnswer] = useState<Answer>({ to: "", groups: [] });
  const term = query.trim();
  useEffect(() => {
    if (!search || !term) return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const groups = await search(term).catch(() => []);
      if (isCurrent) setAnswer({ to: term, groups });
    }, 100);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [search, term]);
  const isAsked = Boolean(search && term);
  return { groups: isAsked ? answer.groups : [], isSearching: isAsked && answer.to !== term };
}

const groupStyle =
  "[&_[cmdk-group-heading]]:px-4 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-12 [&_[cmdk-group-heading]]:text-fg-muted";

export type PaletteProps = {
  groups: readonly CommandGroup[];
  /** Quick access, shown while the query is empty. */
  shelves: readonly Shelf[];
  search: CommandSearch | undefined;
};

/** The open palette: quick access, then the actions of the open page, search results, and the shell's actions. */
export function PaletteDialog({ groups, shelves, search }: PaletteProps) {
  const { isPaletteOpen, setPaletteOpen, setHelpOpen, pageGroups } = useShell();
  const [query, setQuery] = useState("");
  const found = useFound(search, query);
  const router = useRouter();

  const onOpenChange = (open: boolean) => {
    setPaletteOpen(open);
    if (!open) setQuery("");
  };
  const onPick = (item: CommandItem) => {
    onOpenChange(false);
    if (item.href) router.push(item.href);
    // After the palette has closed and restored the focus, so that a dialog can take it.
    if (item.onSelect) setTimeout(item.onSelect);
  };
  const help: CommandGroup = {
    heading: "Help",
    items: [
      {
        id: "keyboard shortcuts",
        label: "Keyboard shortcuts",
        icon: <Keyboard />,
        keys: ["?"],
        keywords: ["keys", "help"],
        onSelect: () => setHelpOpen(true),
      },
    ],
  };
  const isEmpty = query.trim() === "";
  const shown: CommandGroup[] = [...(isEmpty ? shelves : []), ...pageGroups, ...found.groups, ...groups, help];

  return (
    <Dialog.Root open={isPaletteOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="enter-fade fixed inset-0 z-45 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="enter-fade fixed top-[12vh] left-1/2 z-46 w-[620px] max-w-[calc(100vw-24px)] -translate-x-1/2 overflow-hidden rounded-xl bg-surface-raised text-13 shadow-dialog outline-none max-md:top-3"
        >
          <Dialog.Title className="sr-only">Search or jump to</Dialog.Title>
          <Command loop label="Commands" filter={rank}>
            <div className="flex h-12 items-center gap-2.5 border-line border-b px-4">
              <Search className="text-fg-subtle" />
              <Command.Input
                value={query}
                onValueChange={setQuery}
                placeholder="Search or jump to"
                className="h-full min-w-0 flex-1 bg-transparent text-16 outline-none"
              />
            </div>
            <Command.List className="max-h-[min(420px,60dvh)] overflow-y-auto pb-1.5 outline-none">
              <Command.Empty className="px-4 py-6 text-center text-fg-muted">
                {found.isSearching ? "Searching" : "Nothing matches"}
              </Command.Empty>
              {shown
                .filter(({ items }) => items.length > 0)
                .map((group) => (
                  <Command.Group key={group.heading} heading={group.heading} className={groupStyle}>
                    {group.items.map((item) => (
                      <PaletteItem key={item.id} item={item} query={query} onPick={onPick} />
                    ))}
                  </Command.Group>
                ))}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const markStyle = "bg-transparent font-semibold text-inherit underline underline-offset-[3px]";

/** A text with marked ranges. The ranges may overlap or exceed the text. */
function Marked({ text, marks }: { text: string; marks: readonly (readonly [number, number])[] }) {
  const pieces: { from: number; text: string; isMarked: boolean }[] = [];
  let at = 0;
  for (const [from, to] of marks.toSorted(([a], [b]) => a - b)) {
    if (from < at || to <= from || to > text.length) continue;
    pieces.push({ from: at, text: text.slice(at, from), isMarked: false });
    pieces.push({ from, text: text.slice(from, to), isMarked: true });
    at = to;
  }
  pieces.push({ from: at, text: text.slice(at), isMarked: false });
  return pieces.map((piece) =>
    piece.isMarked ? (
      <mark key={piece.from} className={markStyle}>
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  );
}

function marksOf(label: string, query: string): [number, number][] {
  const at = query ? label.toLowerCase().indexOf(query.toLowerCase()) : -1;
  return at < 0 ? [] : [[at, at + query.length]];
}

type Props = { item: CommandItem; query: string; onPick: (item: CommandItem) => void };

/** A row of the palette: its name, the place of the match, the reach of the action. */
function PaletteItem({ item, query, onPick }: Props) {
  const { detail } = item;
  return (
    <Command.Item
      value={item.id}
      keywords={[item.label, ...(item.keywords ?? [])]}
      onSelect={() => onPick(item)}
      className="mx-1.5 flex min-h-9 cursor-pointer select-none items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-surface-hover max-md:min-h-11 [&>.icon]:text-fg-subtle [&>svg]:shrink-0 [&>svg]:text-fg-subtle"
    >
      {item.icon}
      <span className="grid min-w-0 py-1">
        <span className="truncate">
          <Marked text={item.label} marks={marksOf(item.label, query)} />
        </span>
        {detail ? (
          <span className="truncate text-12 text-fg-muted">
            {detail.place ? <span className="text-fg-subtle">{detail.place}: </span> : null}
            <Marked text={detail.text} marks={detail.marks} />
          </span>
        ) : null}
      </span>
      <span className="ml-auto shrink-0 pl-3 text-12 text-fg-muted max-md:hidden">{item.hint}</span>
      {item.keys ? <Kbd keys={item.keys} className="max-md:hidden" /> : null}
    </Command.Item>
  );
}
