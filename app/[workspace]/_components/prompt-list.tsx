"use client";

import { Command } from "cmdk";
import { Check, Search } from "lucide-react";
import { useEffect, useState } from "react";
import { reach } from "@/components/ui/reach";
import { searchPrompts } from "../actions";
import { useWorkspace } from "./use-workspace";

type PromptMatch = { name: string; description: string };

/**
 * The prompts that match what is typed. Until the server answers, those of the last answer that still match, so that
 * Enter never takes another prompt than the one that is typed.
 */
function useMatches(query: string): { found: readonly PromptMatch[]; isCurrent: boolean } {
  const workspace = useWorkspace();
  const [answer, setAnswer] = useState<{ query: string; found: readonly PromptMatch[] } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(
      async () => {
        const result = await reach(() => searchPrompts({ workspace, query: query.trim() }));
        if (isCurrent && result.ok) setAnswer({ query, found: result.data });
      },
      query ? 120 : 0,
    );
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [workspace, query]);
  if (answer?.query === query) return { found: answer.found, isCurrent: true };
  const typed = query.trim().toLowerCase();
  return { found: (answer?.found ?? []).filter(({ name }) => name.toLowerCase().includes(typed)), isCurrent: false };
}

const option =
  "flex min-h-8 cursor-pointer select-none items-center gap-2 rounded-md px-2 data-[selected=true]:bg-surface-hover max-md:min-h-11";

type PromptListProps = {
  value: string;
  none: string | undefined;
  onPick: (name: string) => void;
};

/** The prompts whose names contain what is typed, in an open picker. */
export function PromptList({ value, none, onPick }: PromptListProps) {
  const [query, setQuery] = useState("");
  const { found, isCurrent } = useMatches(query);
  return (
    <Command shouldFilter={false} loop label="Prompts">
      <div className="flex h-10 items-center gap-2 border-line border-b px-3">
        <Search className="size-3.5 text-fg-subtle" />
        <Command.Input
          autoFocus
          value={query}
          onValueChange={setQuery}
          placeholder="A part of its name"
          className="h-full min-w-0 flex-1 bg-transparent outline-none"
        />
      </div>
      <Command.List className="max-h-72 overflow-y-auto p-1">
        <Command.Empty className="p-3 text-fg-muted">{isCurrent ? "No prompt matches" : "Searching"}</Command.Empty>
        {none && !query ? (
          <Command.Item value="none" onSelect={() => onPick("")} className={option}>
            {none}
          </Command.Item>
        ) : null}
        {found.map(({ name, description }) => (
          <Command.Item key={name} value={name} onSelect={() => onPick(name)} className={option}>
            <span className="shrink-0">{name}</span>
            <span className="min-w-0 flex-1 truncate text-12 text-fg-muted">{description}</span>
            {name === value ? <Check className="size-3.5" /> : null}
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}
