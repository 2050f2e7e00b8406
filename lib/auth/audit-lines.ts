import { toCsv } from "@/lib/core/csv";
import type { AuditEventView } from "./queries/audit";

const columns = [
  "at",
  "actor_kind",
  "actor_id",
  "actor_name",
  "action",
  "target_kind",
  "target_id",
  "target_name",
  "data",
  "id",
  "actor_email",
] as const;

const row = (cells: readonly string[]) => toCsv([cells]);

/** The header line of the CSV export. */
export const auditCsvHead = row(columns);

/** Events as lines of CSV (RFC 4180), safe to open in a spreadsheet. Pure. */
export function toAuditCsv(events: readonly AuditEventView[]): string {
  return events
    .map(({ id, at, actor, action, target, data }) =>
      row([
        at,
        actor.kind,
        actor.id ?? "",
        actor.name,
        action,
        target.kind,
        target.id,
        target.name,
        JSON.stringify(data),
        id,
        actor.email ?? "",
      ]),
    )
    .join("");
}

/** Events as lines of JSON. Pure. */
export function toAuditJsonLines(events: readonly AuditEventView[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join("");
}
