"use client";

import { ChevronDown, Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { type AuditFilters, toAuditFilter } from "./filters";

/** Exports everything that the filters match, not only what is on the page. */
export function ExportMenu({ workspace, filters }: { workspace: string; filters: AuditFilters }) {
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
