import type { Metadata } from "next";
import { Main } from "@/components/layout/main";
import { can } from "@/lib/auth/authorize";
import { getHistoryState } from "@/lib/auth/history/queries";
import { listAuditActors, listAuditEvents } from "@/lib/auth/queries/audit";
import { requireActor } from "@/lib/auth/session";
import { NoAccess } from "../_components/no-access";
import { AuditFilterBar } from "./_components/audit-filter-bar";
import { AuditLog } from "./_components/audit-log";
import { loadAuditFilters, serializeAuditFilters, toAuditFilter } from "./_components/filters";
import { HistoryChain } from "./_components/history-chain";

export const metadata: Metadata = { title: "Audit" };

/** The audit log: who did what and when, and how much of the history is signed. */
export default async function AuditPage({ params, searchParams }: PageProps<"/[workspace]/settings/audit">) {
  const [{ workspace }, filters] = await Promise.all([params, loadAuditFilters(searchParams)]);
  const actor = await requireActor(workspace);
  if (!can(actor, "audit:read")) return <NoAccess title="Only admins and owners see the audit log" role={actor.role} />;
  const [page, actors, history] = await Promise.all([
    listAuditEvents(actor, { ...toAuditFilter(filters), limit: 50 }),
    listAuditActors(actor),
    getHistoryState(actor),
  ]);
  return (
    <Main>
      <AuditFilterBar actors={actors.toSorted((a, b) => a.name.localeCompare(b.name))} />
      <AuditLog key={serializeAuditFilters(filters)} filters={filters} first={page} />
      <HistoryChain history={history} />
    </Main>
  );
}
