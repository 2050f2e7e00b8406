import type { Actor } from "@/lib/auth/actor";
import { auditCsvHead, toAuditCsv, toAuditJsonLines } from "@/lib/auth/audit-lines";
import { type AuditEventView, type AuditFilter, exportAuditEvents } from "@/lib/auth/queries/audit";
import { logger } from "@/lib/core/logger";

export const auditFormats = ["csv", "jsonl"] as const;
export type AuditFormat = (typeof auditFormats)[number];

export const auditContentTypes = {
  csv: "text/csv; charset=utf-8",
  jsonl: "application/x-ndjson; charset=utf-8",
} as const satisfies Record<AuditFormat, string>;

type Wanted = {
  format: AuditFormat;
  filter: AuditFilter /** Written before all else: spreadsheets know UTF-8 by it. */;
  mark?: string;
};

/** The audit log as a stream, and the headers that go with it. Refuses before the first byte. */
export async function exportAudit(actor: Actor, { format, filter, mark = "" }: Wanted) {
  const pages = await exportAuditEvents(actor, filter);
  const day = new Date().toISOString().slice(0, 10);
  const headers = {
    "content-type": auditContentTypes[format],
    "content-disposition": `attachment; filename="audit-${day}.${format}"`,
  };
  const head = format === "csv" ? mark + auditCsvHead : "";
  return { body: toStream(head, pages, format === "csv" ? toAuditCsv : toAuditJsonLines), headers };
}

/** Reads the next page when the one before has been taken. */
function toStream(
  head: string,
  pages: AsyncGenerator<AuditEventView[]>,
  write: (events: readonly AuditEventView[]) => string,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      if (head) controller.enqueue(encoder.encode(head));
    },
    async pull(controller) {
      try {
        const { done, value } = await pages.next();
        if (done) return controller.close();
        const text = write(value);
        if (text) controller.enqueue(encoder.encode(text));
        else controller.close(); // only a log without events has an empty page
      } catch (error) {
        logger().error({ err: error }, "an export of the audit log broke off");
        controller.error(error);
      }
    },
    cancel: () => void pages.return(undefined),
  });
}
