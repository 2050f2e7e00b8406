"use server";

import { z } from "zod";
import { defineAction } from "@/lib/api/action";
import { signHead } from "@/lib/auth/history/commands";
import { listAuditEvents } from "@/lib/auth/queries/audit";
import { toAuditFilter } from "./_components/filters";

const pageInput = z.object({
  action: z.string().max(100).nullable(),
  person: z.string().max(100),
  target: z.string().max(200),
  from: z.string().max(20),
  to: z.string().max(20),
  cursor: z.string().max(2_000),
});

/** Returns the next page of the audit log. */
export const loadMoreAudit = defineAction(pageInput, (actor, { cursor, ...filters }) =>
  listAuditEvents(actor, { ...toAuditFilter(filters), limit: 50, cursor }),
);

/** Signs the current history, for a file that is stored elsewhere. */
export const signHistory = defineAction(z.object({}), (actor) => signHead(actor));
