import type { Metadata } from "next";
import { PageLayout } from "@/components/layout/page-layout";
import { Found } from "@/components/ui/found";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { listJudgedRuns } from "@/lib/evaluation/comparison/queries/listed-runs";
import { listSuites } from "@/lib/evaluation/suites/queries";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { findOnlyPrompt } from "@/lib/registry/queries/prompts";
import { LinkedRunButton } from "../_components/run-dialog/run-button";
import { loadRunFilters, serializeRunFilters, toRunFilter } from "../_components/run-filters";
import { EvaluationTabs } from "./_components/evaluation-tabs";
import { RunFilterBar } from "./_components/run-filter-bar";
import { Runs } from "./_components/runs";

export const metadata: Metadata = { title: "Evaluations" };

/** The workspace's evaluation runs. */
export default async function EvaluationsPage({ params, searchParams }: PageProps<"/[workspace]/evaluations">) {
  const [{ workspace }, filters] = await Promise.all([params, loadRunFilters(searchParams)]);
  const actor = await requireActor(workspace);
  const [page, suites, environments, only] = await Promise.all([
    listJudgedRuns(actor, { ...toRunFilter(filters), limit: 50 }),
    listSuites(actor, { limit: 100 }),
    listEnvironments(actor),
    findOnlyPrompt(actor),
  ]);
  return (
    <PageLayout
      crumbs={[{ label: "Evaluations" }]}
      state={<span className="max-md:hidden">What versions break and fix, before users see them</span>}
      actions={can(actor, "evaluation:run") && suites.items.length > 0 ? <LinkedRunButton variant="primary" /> : null}
      tabs={<EvaluationTabs workspace={workspace} tab="runs" />}
      flush
    >
      {page.items.length > 0 || serializeRunFilters(filters) ? (
        <RunFilterBar suites={suites.items} environments={environments} />
      ) : null}
      <Found count={page.items.length} hasMore={page.nextCursor !== null} one="run" many="runs" />
      <Runs
        key={serializeRunFilters(filters)}
        filters={filters}
        first={page}
        hasSuites={suites.items.length > 0}
        canRun={can(actor, "evaluation:run")}
        onlyPrompt={only?.name ?? null}
      />
    </PageLayout>
  );
}
