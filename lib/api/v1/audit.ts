import { z } from "zod";
import { listAuditEvents } from "@/lib/auth/queries/audit";
import { ok } from "../answer";
import { endpoint } from "../endpoint";
import { pageQuery, toPageRequest } from "../pagination";
import { id, instant } from "./fields";
import { auditEventView, pageOf } from "./schema";

const query = z.strictObject({
  action: z.string().min(1).max(100).optional().meta({ description: "Such as version.promote." }),
  actorId: id.optional(),
  targetId: id.optional(),
  from: instant.optional(),
  to: instant.optional().meta({ description: "Before this instant." }),
  ...pageQuery,
});

export const auditEndpoints = [
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
