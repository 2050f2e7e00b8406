import type { Actor } from "@/lib/auth/actor";
import type { RequestFilter } from "@/lib/requests/filter";
import { requestCsvHead, toRequestCsv, toRequestJsonLines } from "@/lib/requests/lines";
import { type ExportedRequest, exportRequests } from "@/lib/requests/queries/requests";
import { fileHeaders } from "./file-headers";
import { toTextStream } from "./text-stream";

export const requestExportFormats = ["csv", "jsonl"] as const;
export type RequestExportFormat = (typeof requestExportFormats)[number];

type RequestExportOptions = {
  format: RequestExportFormat;
  filter: RequestFilter;
  /** Written first: spreadsheets recognise UTF-8 by it. */
  mark?: string;
};

/** Requests with their texts as a stream, and its headers. Errors are thrown before the first byte. */
export async function exportRequestFile(actor: Actor, { format, filter, mark = "" }: RequestExportOptions) {
  const pages = await exportRequests(actor, filter);
  const day = new Date().toISOString().slice(0, 10);
  return {
    body: toTextStream(textOf(pages, format, mark), "an export of requests"),
    headers: fileHeaders(`requests-${day}`, format),
  };
}

async function* textOf(pages: AsyncGenerator<ExportedRequest[]>, format: RequestExportFormat, mark: string) {
  if (format === "csv") yield mark + requestCsvHead;
  for await (const requests of pages) yield format === "csv" ? toRequestCsv(requests) : toRequestJsonLines(requests);
}
