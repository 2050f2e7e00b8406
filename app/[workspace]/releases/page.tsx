import type { Metadata } from "next";
import { PageLayout } from "@/components/layout/page-layout";
import { requireActor } from "@/lib/auth/session";
import { isAppError } from "@/lib/core/errors";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { listReleases } from "@/lib/registry/queries/releases";
import { PlaceFilterBar } from "../_components/place-filter-bar";
import { loadPlaceFilters, serializePlaceFilters, toPlaceFilter } from "../_components/place-filters";
import { promptCounts } from "../_components/shared-reads";
import { ReleaseLog } from "./_components/release-log";

export const metadata: Metadata = { title: "Releases" };

/** The release log of the workspace. */
export default async function ReleasesPage({ params, searchParams }: PageProps<"/[workspace]/releases">) {
  const [{ workspace }, filters] = await Promise.all([params, loadPlaceFilters(searchParams)]);
  const actor = await requireActor(workspace);
  const place = toPlaceFilter(filters);
  const [environments, counts, page] = await Promise.all([
    listEnvironments(actor),
    promptCounts(actor),
    listReleases(actor, { name: place.prompt, environment: place.environment, limit: 50 }).catch((error: unknown) => {
      // A filter for an unknown prompt or environment finds nothing.
      if (isAppError(error) && error.code === "not_found") return { items: [], nextCursor: null };
      throw error;
    }),
  ]);
  return (
    <PageLayout
      crumbs={[{ label: "Releases" }]}
      state={<span className="max-md:hidden">Which version went live, where, by whom and why</span>}
      flush
    >
      {page.items.length > 0 || serializePlaceFilters(filters) ? (
        <PlaceFilterBar environments={environments.toReversed()} />
      ) : null}
      <ReleaseLog
        key={serializePlaceFilters(filters)}
        filters={filters}
        first={page}
        hasPrompts={counts.total > 0}
        stages={Object.fromEntries(environments.map(({ name, stage }) => [name, stage]))}
      />
    </PageLayout>
  );
}
