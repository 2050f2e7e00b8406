"use client";

import { Archive, CircleDot, Folder, Layers, Tag, X } from "lucide-react";
import { debounce, useQueryStates } from "nuqs";
import { type ReactElement, type TransitionStartFunction, useRef } from "react";
import { useShortcut } from "@/components/layout/use-shortcut";
import { Chip } from "@/components/ui/chip";
import { SearchInput } from "@/components/ui/input";
import { Menu } from "@/components/ui/menu";
import { isFiltered, type ListFilters, listParsers, statusWords } from "./filters";

type Choice<Value extends string> = { value: Value; label: string };

type PickProps<Value extends string> = {
  label: string;
  icon: ReactElement;
  value: Value | null;
  choices: readonly Choice<Value>[];
  onPick: (value: Value | null) => void;
};

function Pick<Value extends string>({ label, icon, value, choices, onPick }: PickProps<Value>) {
  const chosen = choices.find((choice) => choice.value === value)?.label ?? value;
  return (
    <Menu
      label={label}
      align="start"
      trigger={
        <Chip icon={icon} on={value !== null} aria-label={chosen ? `${label}: ${chosen}` : label}>
          {chosen ?? label}
        </Chip>
      }
      items={[
        { label: "Any", checked: value === null, onSelect: () => onPick(null) },
        "line",
        ...choices.map((choice) => ({
          label: choice.label,
          checked: choice.value === value,
          onSelect: () => onPick(choice.value),
        })),
      ]}
    />
  );
}

export type FilterBarProps = {
  filters: ListFilters;
  folders: readonly string[];
  tags: readonly string[];
  archived: number;
  startTransition: TransitionStartFunction;
  isGrouped: boolean;
  onGroupedChange: (isGrouped: boolean) => void;
};

const own = (values: readonly string[]) => values.map((value) => ({ value, label: value }));
const statuses = Object.entries(statusWords).map(([value, label]) => ({
  value: value as keyof typeof statusWords,
  label,
}));

/** Filters of the list; they live in the address. */
export function FilterBar({
  filters,
  folders,
  tags,
  archived,
  startTransition,
  isGrouped,
  onGroupedChange,
}: FilterBarProps) {
  const bar = useRef<HTMLDivElement>(null);
  const [{ q, folder, status, tag, archived: isArchived }, set] = useQueryStates(listParsers, {
    shallow: false,
    startTransition,
  });
  useShortcut("/", () => bar.current?.querySelector("input")?.focus());
  const allTags = tag && !tags.includes(tag) ? [tag, ...tags] : tags;
  return (
    <search
      ref={bar}
      className="flex h-13 shrink-0 items-center gap-2 px-6 max-md:h-16 max-md:overflow-x-auto max-md:px-4"
    >
      <SearchInput
        label="Filter prompts"
        placeholder="Filter by name, tag or purpose"
        value={q}
        onChange={(event) =>
          void set({ q: event.target.value || null }, { limitUrlUpdates: debounce(event.target.value ? 200 : 0) })
        }
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <Pick
        label="Folder"
        icon={<Folder />}
        value={folder}
        choices={own(folders)}
        onPick={(folder) => void set({ folder })}
      />
      <Pick
        label="Status"
        icon={<CircleDot />}
        value={status}
        choices={statuses}
        onPick={(status) => void set({ status })}
      />
      {allTags.length > 0 ? (
        <Pick label="Tag" icon={<Tag />} value={tag} choices={own(allTags)} onPick={(tag) => void set({ tag })} />
      ) : null}
      {archived > 0 || isArchived ? (
        <Chip icon={<Archive />} on={isArchived} onClick={() => void set({ archived: isArchived ? null : true })}>
          Archived
        </Chip>
      ) : null}
      {isFiltered(filters) ? (
        <Chip icon={<X />} plain onClick={() => void set({ q: null, folder: null, status: null, tag: null })}>
          Clear filters
        </Chip>
      ) : null}
      <span className="ml-auto max-md:hidden">
        <Chip icon={<Layers />} plain aria-pressed={isGrouped} onClick={() => onGroupedChange(!isGrouped)}>
          {isGrouped ? "Grouped by folder" : "Group by folder"}
        </Chip>
      </span>
    </search>
  );
}
