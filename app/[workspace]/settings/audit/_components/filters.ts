import { type AuditAction, auditActions } from "@/lib/auth/audit-actions";
import { choiceParam, pageParams, paramsText, textParam } from "@/lib/core/address-params";
import { searchText } from "@/lib/core/search-text";

const days = /^\d{4}-\d{2}-\d{2}$/;

/** The URL parameters of the audit log. Days are "2026-11-17", in UTC. */
export const auditParsers = {
  action: choiceParam(Object.keys(auditActions) as AuditAction[]),
  person: textParam(""),
  target: textParam(""),
  from: textParam(""),
  to: textParam(""),
};

export const loadAuditFilters = pageParams(auditParsers);
export const serializeAuditFilters = paramsText(auditParsers);
export type AuditFilters = Awaited<ReturnType<typeof loadAuditFilters>>;

function startOfDay(day: string, plusDays = 0): string | undefined {
  const time = days.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time + plusDays * 86_400_000).toISOString();
}

type TypedFilters = Omit<AuditFilters, "action"> & { action: string | null };

/** Converts the filters for the query: from the start of the first day to the end of the last. */
export function toAuditFilter({ action, person, target, from, to }: TypedFilters) {
  const [start, end] = [startOfDay(from), startOfDay(to, 1)];
  const [actorId, about] = [searchText(person), searchText(target)];
  const who = { ...(action && { action }), ...(actorId && { actorId }), ...(about && { target: about }) };
  return { ...who, ...(start && { from: start }), ...(end && { to: end }) };
}
