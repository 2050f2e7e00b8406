"use client";

import { Pencil } from "lucide-react";
import { type ReactElement, type TransitionStartFunction, useRef, useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { useShortcut } from "@/components/layout/use-shortcut";
import { Chip, ClearFilters } from "@/components/ui/chip";
import { FilterSearch } from "@/components/ui/input";
import { MaskIcon } from "@/components/ui/mask-icon";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { reach } from "@/components/ui/reach";
import { useFilters } from "@/components/ui/use-filters";
import { loadOwners, loadTags } from "../actions";
import { isFiltered, type ListFilters, listParsers, statusWords } from "./filters";

type Choice<Value extends string> = { value: Value; label: string };

type PickProps<Value extends string> = {
  label: string;
  icon: ReactElement;
  value: Value | null;
  choices: readonly Choice<Value>[];
  onPick: (value: Value | null) => void;
  /** An action below the choices. */
  act?: MenuItem | null;
  onOpen?: () => void;
};

function Pick<Value extends string>({ label, icon, value, choices, onPick, act, onOpen }: PickProps<Value>) {
  const chosen = choices.find((choice) => choice.value === value)?.label ?? value;
  return (
    <Menu
      label={label}
      align="start"
      onOpen={onOpen}
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
        ...(act ? ["line" as const, act] : []),
      ]}
    />
  );
}

type Person = { id: string; name: string };

export type FilterBarProps = {
  filters: ListFilters;
  folders: readonly string[];
  /** The tags of the rows shown. The menu loads the others when it opens. */
  tags: readonly string[];
  /** Whether the prompts have more than one owner. The menu loads the owners when it opens. */
  hasOwners: boolean;
  owner: Person | null;
  archived: number;
  /** Null if the person may not change tags. */
  onManageTags: (() => void) | null;
  startTransition: TransitionStartFunction;
  isGrouped: boolean;
  onGroupedChange: (isGrouped: boolean) => void;
};

const own = (values: readonly string[]) => values.map((value) => ({ value, label: value }));
const statuses = Object.entries(statusWords).map(([value, label]) => ({
  value: value as keyof typeof statusWords,
  label,
}));

/** The filters of the list. They are stored in the address. */
export function FilterBar({
  filters,
  folders,
  tags,
  hasOwners,
  owner: chosenOwner,
  archived,
  onManageTags,
  startTransition,
  isGrouped,
  onGroupedChange,
}: FilterBarProps) {
  const workspace = useWorkspace();
  const bar = useRef<HTMLDivElement>(null);
  const [{ q, folder, status, tag, owner, archived: isArchived }, set] = useFilters(listParsers, {
    startTransition,
  });
  useShortcut("/", () => bar.current?.querySelector("input")?.focus());
  const [read, setRead] = useState<readonly string[] | null>(null);
  const known = read ?? tags;
  const allTags = tag && !known.includes(tag) ? [tag, ...known] : known;
  const [owners, setOwners] = useState<readonly Person[]>([]);
  const readOwners = async () => {
    const answer = await reach(() => loadOwners({ workspace }));
    if (answer.ok) setOwners(answer.data);
  };
  const people = owners.length === 0 && chosenOwner ? [chosenOwner] : owners;
  const readTags = async () => {
    const answer = await reach(() => loadTags({ workspace }));
    if (answer.ok) setRead(answer.data.map((one) => one.tag));
  };
  return (
    <search ref={bar} className="filter-bar">
      <FilterSearch
        label="Filter prompts"
        placeholder="Search names, tags and texts"
        value={q}
        onSearch={(words, wait) => set({ q: words }, wait)}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <Pick
        label="Folder"
        icon={<MaskIcon name="folder" />}
        value={folder}
        choices={own(folders)}
        onPick={(folder) => set({ folder })}
      />
      <Pick
        label="Status"
        icon={<MaskIcon name="circle-dot" />}
        value={status}
        choices={statuses}
        onPick={(status) => set({ status })}
      />
      {allTags.length > 0 ? (
        <Pick
          label="Tag"
          icon={<MaskIcon name="tag" />}
          value={tag}
          choices={own(allTags)}
          onOpen={() => void readTags()}
          onPick={(tag) => set({ tag })}
          act={onManageTags && { label: "Manage tags", icon: <Pencil />, onSelect: () => setTimeout(onManageTags) }}
        />
      ) : null}
      {hasOwners || owner ? (
        <Pick
          label="Owner"
          icon={<MaskIcon name="user-round" />}
          value={owner}
          choices={people.map(({ id, name }) => ({ value: id, label: name }))}
          onOpen={() => void readOwners()}
          onPick={(owner) => set({ owner })}
        />
      ) : null}
      {archived > 0 || isArchived ? (
        <Chip
          icon={<MaskIcon name="archive" />}
          on={isArchived}
          onClick={() => set({ archived: isArchived ? null : true })}
        >
          Archived
        </Chip>
      ) : null}
      {isFiltered(filters) ? (
        <ClearFilters onClear={() => set({ q: null, folder: null, status: null, tag: null, owner: null })} />
      ) : null}
      <span className="ml-auto max-md:hidden">
        <Chip
          icon={<MaskIcon name="layers" />}
          plain
          aria-pressed={isGrouped}
          onClick={() => onGroupedChange(!isGrouped)}
        >
          {isGrouped ? "Grouped by folder" : "Group by folder"}
        </Chip>
      </span>
    </search>
  );
}
