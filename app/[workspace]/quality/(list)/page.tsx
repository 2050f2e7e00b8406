import type { Metadata } from "next";
import { PageLayout } from "@/components/layout/page-layout";
import { PageRefresh } from "@/components/layout/page-refresh";
import { Found } from "@/components/ui/found";
import { can } from "@/lib/auth/authorize";
import { requireActor } from "@/lib/auth/session";
import { listQuality } from "@/lib/guards/queries/quality";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { countPrompts } from "@/lib/registry/queries/prompts";
import { loadQualityFilters, serializeQualityFilters, toQualityFilter } from "../_components/filters";
import { Headline } from "./_components/headline";
import { HowToWatch } from "./_components/how-to-watch";
import { QualityFilterBar } from "./_components/quality-filter-bar";
import { QualityList } from "./_components/quality-list";

export const metadata: Metadata = { title: "Quality" };

/** Lists all prompts by live quality: first those that got worse, then those with pending tasks. */
export default async function QualityPage({ params, searchParams }: PageProps<"/[workspace]/quality">) {
  const [{ workspace }, filters] = await Promise.all([params, loadQualityFilters(searchParams)]);
  const actor = await requireActor(workspace);
  const [environments, { folders }] = await Promise.all([listEnvironments(actor), countPrompts(actor)]);
  const { counts, ...page } = await listQuality(actor, { ...toQualityFilter(filters, environments), limit: 50 });
  const isFiltered = filters.environment !== "" || filters.folder !== "";
  const isWatched =
    counts.worse + counts.back + counts.silent + counts.watched > 0 || page.items.some((row) => row.metric);
  return (
    <PageLayout
      crumbs={[{ label: "Quality" }]}
      state={<span className="max-md:hidden">The quality of live answers, and what watches them</span>}
      flush
    >
      <PageRefresh everyMs={10_000} />
      {isWatched || isFiltered ? (
        <Headline counts={counts} />
      ) : (
        <HowToWatch workspace={workspace} mayGuard={can(actor, "guard:write")} />
      )}
      {page.items.length > 0 || isFiltered ? (
        <>
          <QualityFilterBar environments={environments.toReversed()} folders={folders} />
          <Found count={page.items.length} hasMore={page.nextCursor !== null} one="prompt" many="prompts" />
          <QualityList
            key={`${serializeQualityFilters(filters)} ${page.nextCursor}`}
            filters={filters}
            first={page}
            production={environments.filter(({ stage }) => stage === "production").map(({ name }) => name)}
            mayGuard={can(actor, "guard:write")}
          />
        </>
      ) : null}
    </PageLayout>
  );
}
