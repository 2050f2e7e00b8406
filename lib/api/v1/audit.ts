import { z } from "zod";
import { signHead } from "@/lib/auth/history/commands";
import { listSignedHeads } from "@/lib/auth/history/queries";
import { signedHead } from "@/lib/auth/history/signature";
import { auditEventView, listAuditEvents } from "@/lib/auth/queries/audit";
import { ok } from "../answer";
import { endpointsOf } from "../endpoint";
import { exportAudit, exportFormats } from "../exports";
import { fileTypes } from "../file-headers";
import { pageQuery, toPageRequest } from "../pagination";
import { id, instant, timeInOrder } from "./fields";
import { pageOf } from "./schema";

const endpoint = endpointsOf("Audit");

const filters = {
  action: z.string().min(1).max(100).optional().meta({ description: "The action, such as `version.promote`." }),
  actorId: id.optional(),
  targetId: id.optional(),
  target: z.string().min(1).max(200).optional().meta({ description: "A part of the target's name." }),
  from: instant.optional(),
  to: instant.optional().meta({ description: "Only before this time." }),
};
const query = z.strictObject({ ...filters, ...pageQuery }).superRefine(timeInOrder);
const exportQuery = z.strictObject({ ...filters, format: z.enum(exportFormats) }).superRefine(timeInOrder);

export const auditEndpoints = [
  endpoint({
    id: "exportAuditEvents",
    method: "get",
    path: "/audit/export",
    summary: "Export the audit events that match the filters, as CSV or JSON Lines",
    description:
      "The answer is streamed, newest event first. In CSV, a cell that a spreadsheet would read as a formula begins with an apostrophe.",
    permission: "audit:read",
    isFile: true,
    query: exportQuery,
    answer: {
      status: 200,
      description: "The events.",
      schema: z.unknown(),
      contentTypes: exportFormats.map((format) => fileTypes[format]),
    },
    async handle({ actor, query: { format, ...filter } }) {
      const { body, headers } = await exportAudit(actor, { format, filter });
      return ok(body, headers);
    },
  }),
  endpoint({
    id: "signHistoryHead",
    method: "post",
    path: "/audit/heads",
    summary: "Sign the current head of the workspace's history",
    description:
      "The history chain contains every audit event, release and version. Store the answer as a file outside of the database. Later, `npm run verify -- --head FILE` checks that the history still contains it. If nothing was written since the last signed head, that head is returned.",
    permission: "audit:read",
    answer: { status: 200, description: "The signed head.", schema: signedHead },
    errors: ["invalid_state"],
    run: ({ actor }) => signHead(actor),
  }),
  endpoint({
    id: "listSignedHeads",
    method: "get",
    path: "/audit/heads",
    summary: "List the signed heads of the workspace's history, newest first",
    description: "Lists one head for each day with a new entry, and the heads that were requested.",
    permission: "audit:read",
    query: z.strictObject(pageQuery),
    answer: { status: 200, description: "A page of signed heads.", schema: pageOf(signedHead) },
    run: ({ actor, query }) => listSignedHeads(actor, toPageRequest(query)),
  }),
  endpoint({
    id: "listAuditEvents",
    method: "get",
    path: "/audit",
    summary: "List audit events, newest first",
    permission: "audit:read",
    query,
    answer: { status: 200, description: "A page of events.", schema: pageOf(auditEventView) },
    run: ({ actor, query: { limit, cursor, ...filter } }) =>
      listAuditEvents(actor, { ...filter, ...toPageRequest({ limit, cursor }) }),
  }),
];
