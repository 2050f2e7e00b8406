"use client";

import { X } from "lucide-react";
import { useQueryStates } from "nuqs";
import { Chip } from "@/components/ui/chip";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { auditActions } from "./audit-words";
import { auditParsers } from "./filters";

const options = [
  { value: "", label: "Any act" },
  ...Object.entries(auditActions).map(([value, label]) => ({ value, label })),
];

/** Filters of the log; they live in the address. */
export function AuditFilterBar() {
  const [{ action, from, to }, set] = useQueryStates(auditParsers, { shallow: false });
  return (
    <search className="flex min-h-13 flex-wrap items-center gap-2 py-3">
      <Select
        aria-label="Act"
        size="sm"
        options={options}
        value={action ?? ""}
        onChange={(event) => void set({ action: auditParsers.action.parse(event.target.value) })}
        className="w-65 max-md:w-full"
      />
      <span className="flex items-center gap-2 text-fg-muted max-md:flex-1">
        From
        <Input
          type="date"
          aria-label="First day"
          value={from}
          max={to || undefined}
          onChange={(event) => void set({ from: event.target.value || null })}
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
          onChange={(event) => void set({ to: event.target.value || null })}
          className="h-7 w-36 max-md:w-full"
        />
      </span>
      <span className="text-12 text-fg-subtle">Days in UTC</span>
      {action || from || to ? (
        <Chip icon={<X />} plain onClick={() => void set({ action: null, from: null, to: null })}>
          Clear filters
        </Chip>
      ) : null}
    </search>
  );
}
