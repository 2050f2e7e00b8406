import type { Actor } from "@/lib/auth/actor";
import { auditCsvHead, toAuditCsv, toAuditJsonLines } from "@/lib/auth/audit-lines";
import { type AuditEventView, type AuditFilter, exportAuditEvents } from "@/lib/auth/queries/audit";
import { fileHeaders } from "./file-headers";
import { toTextStream } from "./text-stream";

export const auditFormats = ["csv", "jsonl"] as const;
export type AuditFormat = (typeof auditFormats)[number];

type AuditExportOptions = {
  format: AuditFormat;
  filter: AuditFilter /** Written first: spreadsheets recognise UTF-8 by it. */;
  mark?: string;
};

/** The audit log as a stream, and its headers. Errors are thrown before the first byte. */
export async function exportAudit(actor: Actor, { format, filter, mark = "" }: AuditExportOptions) {
  const pages = await exportAuditEvents(actor, filter);
  const day = new Date().toISOString().slice(0, 10);
  return {
    body: toTextStream(textOf(pages, format, mark), "an export of the audit log"),
    headers: fileHeaders(`audit-${day}`, format),
  };
}

async function* textOf(pages: AsyncGenerator<AuditEventView[]>, format: AuditFormat, mark: string) {
  if (format === "csv") yield mark + auditCsvHead;
  for await (const events of pages) yield format === "csv" ? toAuditCsv(events) : toAuditJsonLines(events);
}
