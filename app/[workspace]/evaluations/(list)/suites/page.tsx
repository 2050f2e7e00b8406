import type { Metadata } from "next";
import { PageLayout } from "@/components/layout/page-layout";
import { Found } from "@/components/ui/found";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { listSuites } from "@/lib/evaluation/suites/queries";
import { findOnlyPrompt } from "@/lib/registry/queries/prompts";
import { loadSuiteFilters, serializeSuiteFilters, toSuiteFilter } from "../../_components/filters";
import { EvaluationTabs } from "../_components/evaluation-tabs";
import { NewSuite } from "../_components/new-suite";
import { SuiteFilterBar } from "../_components/suite-filter-bar";
import { SuiteList } from "../_components/suite-list";

export const metadata: Metadata = { title: "Test suites" };

/** The workspace's test suites. */
export default async function SuitesPage({ params, searchParams }: PageProps<"/[workspace]/evaluations/suites">) {
  const [{ workspace }, filters] = await Promise.all([params, loadSuiteFilters(searchParams)]);
  const actor = await requireActor(workspace);
  const [page, away, only] = await Promise.all([
    listSuites(actor, { ...toSuiteFilter(filters), limit: 50 }),
    listSuites(actor, { isArchived: true, limit: 1 }),
    findOnlyPrompt(actor),
  ]);
  const onlyPrompt = only?.name ?? null;
  const canWrite = can(actor, "suite:write");
  return (
    <PageLayout
      crumbs={[{ label: "Evaluations" }]}
      state={<span className="max-md:hidden">Cases that define good answers</span>}
      actions={canWrite ? <NewSuite onlyPrompt={onlyPrompt} variant="primary" /> : null}
      tabs={<EvaluationTabs workspace={workspace} tab="suites" />}
      flush
    >
      {page.items.length + away.items.length > 0 || serializeSuiteFilters(filters) ? (
        <SuiteFilterBar hasArchived={away.items.length > 0} />
      ) : null}
      <Found count={page.items.length} hasMore={page.nextCursor !== null} one="suite" many="suites" />
      <SuiteList
        key={serializeSuiteFilters(filters)}
        filters={filters}
        first={page}
        canWrite={canWrite}
        onlyPrompt={onlyPrompt}
      />
    </PageLayout>
  );
}
