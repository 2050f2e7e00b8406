import { BookOpenCheck, Plus, Scale } from "lucide-react";
import type { Metadata } from "next";
import { PageLayout } from "@/components/layout/page-layout";
import { Button } from "@/components/ui/button";
import { Found } from "@/components/ui/found";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { listExperiments } from "@/lib/experiments/queries/experiments";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { promptCounts } from "../../_components/shared-reads";
import { loadExperimentFilters, serializeExperimentFilters, toExperimentFilter } from "../_components/filters";
import { ExperimentFilterBar } from "./_components/experiment-filter-bar";
import { ExperimentList } from "./_components/experiment-list";

export const metadata: Metadata = { title: "Experiments" };

/** The workspace's experiments, the last changed first. */
export default async function ExperimentsPage({ params, searchParams }: PageProps<"/[workspace]/experiments">) {
  const [{ workspace }, filters] = await Promise.all([params, loadExperimentFilters(searchParams)]);
  const actor = await requireActor(workspace);
  const [environments, counts, page] = await Promise.all([
    listEnvironments(actor),
    promptCounts(actor),
    listExperiments(actor, { ...toExperimentFilter(filters), limit: 50 }),
  ]);
  const canWrite = can(actor, "experiment:write");
  const isUnused = page.items.length === 0 && !serializeExperimentFilters(filters);
  return (
    <PageLayout
      crumbs={[{ label: "Experiments" }]}
      state={<span className="max-md:hidden">Compare versions on real users</span>}
      actions={
        <>
          <Button variant="quiet" icon={<BookOpenCheck />} href={`/${workspace}/experiments/decisions`}>
            <span className="max-md:sr-only">Decisions</span>
          </Button>
          <Button variant="quiet" icon={<Scale />} href={`/${workspace}/experiments/trust`}>
            <span className="max-md:sr-only">Trust</span>
          </Button>
          {canWrite && !isUnused ? (
            <Button variant="primary" icon={<Plus />} href={`/${workspace}/experiments/new`}>
              <span>
                <span>
                  New<span className="max-md:sr-only"> experiment</span>
                </span>
              </span>
            </Button>
          ) : null}
        </>
      }
      flush
    >
      {isUnused ? null : <ExperimentFilterBar environments={environments.toReversed()} />}
      <Found count={page.items.length} hasMore={page.nextCursor !== null} one="experiment" many="experiments" />
      <ExperimentList
        key={serializeExperimentFilters(filters)}
        filters={filters}
        first={page}
        canWrite={canWrite}
        hasPrompts={counts.total > 0}
      />
    </PageLayout>
  );
}
