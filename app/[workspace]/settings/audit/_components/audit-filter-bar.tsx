"use client";

import { ChevronDown, Download } from "lucide-react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Button } from "@/components/ui/button";
import { ClearFilters } from "@/components/ui/chip";
import { FilterSearch, Input } from "@/components/ui/input";
import { Menu } from "@/components/ui/menu";
import { FilterSelect } from "@/components/ui/select";
import { useFilters } from "@/components/ui/use-filters";
import { type AuditAction, auditActions } from "@/lib/auth/audit-actions";
import { type AuditFilters, auditParsers, toAuditFilter } from "./filters";

const actions = (Object.keys(auditActions) as AuditAction[]).map((value) => ({
  value,
  label: auditActions[value].label,
}));

export type AuditFilterBarProps = {
  /** The people and keys in the log, including deleted ones. */
  actors: readonly { id: string; name: string; kind: "user" | "key" }[];
};

/** Filters of the log. The selection is in the URL. */
export function AuditFilterBar({ actors }: AuditFilterBarProps) {
  const [filters, set, { isFiltered, clear }] = useFilters(auditParsers);
  const { action, person, target, from, to } = filters;
  const who = actors.map(({ id, name, kind }) => ({ value: id, label: kind === "key" ? `${name} (key)` : name }));
  const isKnown = person === "" || who.some(({ value }) => value === person);
  return (
    <search className="flex min-h-13 flex-wrap items-center gap-2 py-3">
      <FilterSelect
        label="Action"
        any="Any action"
        options={actions}
        value={action}
        onPick={(picked) => set({ action: picked })}
      />
      <FilterSelect
        label="Who"
        any="Anyone"
        options={isKnown ? who : [...who, { value: person, label: "Someone else" }]}
        value={person}
        onPick={(picked) => set({ person: picked })}
      />
      <FilterSearch
        label="Target"
        placeholder="Target"
        value={target}
        maxLength={200}
        onSearch={(words, wait) => set({ target: words }, wait)}
        className="w-40 max-md:w-full md:max-xl:w-32"
      />
      <span className="flex items-center gap-2 text-fg-muted max-md:flex-1">
        From
        <Input
          type="date"
          aria-label="First day"
          value={from}
          max={to || undefined}
          onChange={(event) => set({ from: event.target.value || null })}
          className="h-7 w-36 max-md:w-full"
        />
      </span>
      <span className="flex items-center gap-2 text-fg-muted max-md:flex-1">
        to
        <Input
          type="date"
          aria-label="Last day"
          value={to}
          min={from || undefined}
          onChange={(event) => set({ to: event.target.value || null })}
          className="h-7 w-36 max-md:w-full"
        />
      </span>
      <span className="text-12 text-fg-subtle">Days in UTC</span>
      {isFiltered ? <ClearFilters onClear={clear} /> : null}
      <span className="ml-auto">
        <ExportMenu filters={filters} />
      </span>
    </search>
  );
}

/** Exports everything that the filters match, not only what is on the page. */
function ExportMenu({ filters }: { filters: AuditFilters }) {
  const workspace = useWorkspace();
  const download = (format: string) => {
    const query = new URLSearchParams({ format, ...toAuditFilter(filters) });
    window.location.assign(`/api/audit/${encodeURIComponent(workspace)}?${query}`);
  };
  return (
    <Menu
      label="Export"
      trigger={
        <Button size="sm" icon={<Download />} iconEnd={<ChevronDown />}>
          Export
        </Button>
      }
      items={[
        { label: "As CSV", hint: "for spreadsheets", onSelect: () => download("csv") },
        { label: "As JSON lines", hint: "for scripts", onSelect: () => download("jsonl") },
      ]}
    />
  );
}
