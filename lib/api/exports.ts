import type { Actor } from "@/lib/auth/actor";
import { auditCsvHead, toAuditCsv, toAuditJsonLines } from "@/lib/auth/audit-lines";
import { type AuditFilter, exportAuditEvents } from "@/lib/auth/queries/audit";
import type { RequestFilter } from "@/lib/requests/filter";
import { requestCsvHead, toRequestCsv, toRequestJsonLines } from "@/lib/requests/lines";
import { exportRequests } from "@/lib/requests/queries/requests";
import { fileHeaders } from "./file-headers";
import { toTextStream } from "./text-stream";

export const exportFormats = ["csv", "jsonl"] as const;

type ExportOptions<Filter> = {
  format: (typeof exportFormats)[number];
  filter: Filter;
  /** Written first in CSV: spreadsheets recognise UTF-8 by it. */
  mark?: string;
};

/** How items are written in each format. */
type Lines<Item> = { csvHead: string; toCsv: (items: Item[]) => string; toJsonLines: (items: Item[]) => string };

const auditLines = { csvHead: auditCsvHead, toCsv: toAuditCsv, toJsonLines: toAuditJsonLines };
const requestLines = { csvHead: requestCsvHead, toCsv: toRequestCsv, toJsonLines: toRequestJsonLines };

/** The audit log as a stream, and its headers. Errors are thrown before the first byte. */
export async function exportAudit(actor: Actor, wanted: ExportOptions<AuditFilter>) {
  return toFile("audit", wanted, await exportAuditEvents(actor, wanted.filter), auditLines);
}

/** Requests with their texts as a stream, and its headers. Errors are thrown before the first byte. */
export async function exportRequestFile(actor: Actor, wanted: ExportOptions<RequestFilter>) {
  return toFile("requests", wanted, await exportRequests(actor, wanted.filter), requestLines);
}

function toFile<Item>(name: string, wanted: ExportOptions<unknown>, pages: AsyncGenerator<Item[]>, lines: Lines<Item>) {
  const day = new Date().toISOString().slice(0, 10);
  return {
    body: toTextStream(textOf(wanted, pages, lines), `an export of ${name}`),
    headers: fileHeaders(`${name}-${day}`, wanted.format),
  };
}

async function* textOf<Item>(
  { format, mark = "" }: ExportOptions<unknown>,
  pages: AsyncGenerator<Item[]>,
  { csvHead, toCsv, toJsonLines }: Lines<Item>,
) {
  if (format === "csv") yield mark + csvHead;
  for await (const items of pages) yield format === "csv" ? toCsv(items) : toJsonLines(items);
}
