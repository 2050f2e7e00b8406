import type { Metadata } from "next";
import { PageLayout } from "@/components/layout/page-layout";
import { requireActor } from "@/lib/auth/session";
import { listMemos } from "@/lib/experiments/memos/queries";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { loadMemoFilters, serializeMemoFilters, toMemoFilter } from "../_components/filters";
import { MemoFilterBar } from "./_components/memo-filter-bar";
import { MemoList } from "./_components/memo-list";

export const metadata: Metadata = { title: "Decisions" };

/** The decisions on experiments, with their authors and reasons. */
export default async function DecisionsPage({ params, searchParams }: PageProps<"/[workspace]/experiments/decisions">) {
  const [{ workspace }, filters] = await Promise.all([params, loadMemoFilters(searchParams)]);
  const actor = await requireActor(workspace);
  const [environments, page] = await Promise.all([
    listEnvironments(actor),
    listMemos(actor, { ...toMemoFilter(filters), limit: 50 }),
  ]);
  return (
    <PageLayout
      crumbs={[{ label: "Experiments", href: `/${workspace}/experiments` }, { label: "Decisions" }]}
      state={<span className="max-md:hidden">What was decided, and on what grounds</span>}
      flush
    >
      {page.items.length > 0 || serializeMemoFilters(filters) ? (
        <MemoFilterBar environments={environments.toReversed()} />
      ) : null}
      <MemoList key={serializeMemoFilters(filters)} filters={filters} first={page} />
    </PageLayout>
  );
}
