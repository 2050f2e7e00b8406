import { z } from "zod";
import { listAuditEvents } from "@/lib/auth/queries/audit";
import { ok } from "../answer";
import { auditContentTypes, auditFormats, exportAudit } from "../audit-export";
import { endpoint } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { id, instant } from "./fields";
import { auditEventView, pageOf } from "./schema";

const filters = {
  action: z.string().min(1).max(100).optional().meta({ description: "Such as version.promote." }),
  actorId: id.optional(),
  targetId: id.optional(),
  target: z.string().min(1).max(200).optional().meta({ description: "A part of the name of what it was done to." }),
  from: instant.optional(),
  to: instant.optional().meta({ description: "Before this instant." }),
};
const query = z.strictObject({ ...filters, ...pageQuery });
const exportQuery = z.strictObject({ ...filters, format: z.enum(auditFormats) });

export const auditEndpoints = [
  endpoint({
    id: "exportAuditEvents",
    method: "get",
    path: "/audit/export",
    tag: "Audit",
    summary: "All events that pass the filters, as CSV or as lines of JSON",
    description:
      "Newest first, streamed. In CSV a cell that a spreadsheet would take for a formula begins with an apostrophe.",
    permission: "audit:read",
    query: exportQuery,
    idempotency: "none",
    answer: {
      status: 200,
      description: "The events.",
      schema: z.unknown(),
      contentTypes: Object.values(auditContentTypes),
    },
    errors: ["invalid_id", "timestamp_out_of_range"],
    async handle({ actor, query: { format, ...filter } }) {
      const { body, headers } = await exportAudit(actor, { format, filter });
      return ok(body, headers);
    },
  }),
  endpoint({
    id: "listAuditEvents",
    method: "get",
    path: "/audit",
    tag: "Audit",
    summary: "List what was done by whom, newest first",
    permission: "audit:read",
    query,
    idempotency: "none",
    answer: { status: 200, description: "A page of events.", schema: pageOf(auditEventView) },
    errors: ["invalid_id", "invalid_limit", "invalid_cursor", "timestamp_out_of_range"],
    async handle({ actor, query: { limit, cursor, ...filter } }) {
      return ok(await listAuditEvents(actor, { ...filter, ...toPageRequest({ limit, cursor }) }));
    },
  }),
];
