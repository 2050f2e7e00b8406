"use client";

import { Command } from "cmdk";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { useEffect, useState } from "react";
import { Kbd } from "../ui/kbd";
import { useShell } from "./shell-context";
import type { CommandGroup, CommandItem } from "./types";
import { useShortcut } from "./use-shortcut";

// Every word that was typed must be there; what starts with it comes first.
function rank(_id: string, query: string, keywords: string[] = []): number {
  const text = keywords.join(" ").toLowerCase();
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.every((word) => text.includes(word))) return 0;
  return text.startsWith(words[0] ?? "") ? 1 : 0.5;
}

function Found({ label, query }: { label: string; query: string }) {
  const at = query ? label.toLowerCase().indexOf(query.toLowerCase()) : -1;
  if (at < 0) return label;
  return (
    <>
      {label.slice(0, at)}
      <mark className="bg-transparent font-semibold text-inherit underline underline-offset-[3px]">
        {label.slice(at, at + query.length)}
      </mark>
      {label.slice(at + query.length)}
    </>
  );
}

function Item({ item, query, onPick }: { item: CommandItem; query: string; onPick: (item: CommandItem) => void }) {
  return (
    <Command.Item
      value={item.id}
      keywords={[item.label, ...(item.keywords ?? [])]}
      onSelect={() => onPick(item)}
      className="mx-1.5 flex min-h-9 cursor-pointer select-none items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-surface-hover max-md:min-h-11 [&>svg]:text-fg-subtle"
    >
      {item.icon}
      <span className="min-w-0 truncate">
        <Found label={item.label} query={query} />
      </span>
      <span className="ml-auto shrink-0 pl-3 text-12 text-fg-muted max-md:hidden">{item.hint}</span>
      {item.keys ? <Kbd keys={item.keys} className="max-md:hidden" /> : null}
    </Command.Item>
  );
}

/** Looks things up as somebody types; the newest answer wins. */
export type CommandSearch = { heading: string; find: (query: string) => Promise<readonly CommandItem[]> };

type Answer = { to: string; items: readonly CommandItem[] };

function useFound(search: CommandSearch | undefined, query: string) {
  const [answer, setAnswer] = useState<Answer>({ to: "", items: [] });
  const wanted = query.trim();
  useEffect(() => {
    if (!search || !wanted) return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const items = await search.find(wanted).catch(() => []);
      if (isCurrent) setAnswer({ to: wanted, items });
    }, 120);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [search, wanted]);
  const isAsked = Boolean(search && wanted);
  return { items: isAsked ? answer.items : [], isSearching: isAsked && answer.to !== wanted };
}

type PaletteProps = { groups: readonly CommandGroup[]; search?: CommandSearch | undefined };

/** ⌘K. The acts of the open page come first, then what was found, then what the shell was given. */
export function CommandPalette({ groups, search }: PaletteProps) {
  const { isPaletteOpen, setPaletteOpen, pageGroups } = useShell();
  const [query, setQuery] = useState("");
  const found = useFound(search, query);
  const results = search && found.items.length > 0 ? [{ heading: search.heading, items: found.items }] : [];
  const router = useRouter();
  useShortcut("mod+k", () => setPaletteOpen(!isPaletteOpen));

  const onOpenChange = (open: boolean) => {
    setPaletteOpen(open);
    if (!open) setQuery("");
  };
  const onPick = (item: CommandItem) => {
    onOpenChange(false);
    if (item.href) router.push(item.href);
    item.onSelect?.();
  };

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
              <Search aria-hidden="true" className="text-fg-subtle" />
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
              {[...pageGroups, ...results, ...groups].map((group) => (
                <Command.Group
                  key={group.heading}
                  heading={group.heading}
                  className="[&_[cmdk-group-heading]]:px-4 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-12 [&_[cmdk-group-heading]]:text-fg-muted"
                >
                  {group.items.map((item) => (
                    <Item key={item.id} item={item} query={query} onPick={onPick} />
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
