"use client";

import { useQueryStates } from "nuqs";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Column, Table } from "@/components/ui/table";
import type { Page } from "@/lib/core/cursor";
import type { Stage } from "@/lib/registry/lifecycle";
import type { ReleaseView } from "@/lib/registry/views";
import { LoadMore, withPage } from "../../_components/load-more";
import { type PlaceFilters, placeParsers } from "../../_components/place-filters";
import { loadMoreReleases } from "../actions";
import { ReleaseRow } from "./release-row";

export type ReleaseLogProps = {
  workspace: string;
  filters: PlaceFilters;
  first: Page<ReleaseView>;
  stages: Readonly<Record<string, Stage>>;
};

export function ReleaseLog({ workspace, filters, first, stages }: ReleaseLogProps) {
  const [page, setPage] = useState(first);

  if (page.items.length === 0) return <Nothing isFiltered={Boolean(filters.prompt || filters.environment)} />;
  return (
    <>
      <Table caption="Releases, newest first" className="table-fixed max-md:block">
        <thead className="max-md:sr-only">
          <tr>
            <Column className="w-24 pl-6">When</Column>
            <Column className="w-60 md:max-lg:w-44">Prompt</Column>
            <Column className="w-32 md:max-lg:w-24">Environment</Column>
            <Column className="w-40 md:max-lg:w-32">Change</Column>
            <Column className="w-48 md:max-lg:w-36">How</Column>
            <Column className="last:pr-6">Why</Column>
            <Column className="w-44 last:pr-6 md:max-lg:w-12">Who</Column>
          </tr>
        </thead>
        <tbody className="max-md:block">
          {page.items.map((release) => (
            <ReleaseRow key={release.id} workspace={workspace} release={release} stage={stages[release.environment]} />
          ))}
        </tbody>
      </Table>
      <LoadMore
        cursor={page.nextCursor}
        load={(cursor) => loadMoreReleases({ workspace, ...filters, cursor })}
        onLoaded={(next) => setPage((before) => withPage(before, next))}
      />
    </>
  );
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  const [, set] = useQueryStates(placeParsers, { shallow: false });
  if (!isFiltered)
    return (
      <EmptyState title="Nothing was promoted yet">
        Every release appears here, with the replaced version, the person and the reason.
      </EmptyState>
    );
  return (
    <EmptyState
      plain
      title="No release matches"
      action={<Button onClick={() => void set({ prompt: null, environment: null })}>Clear filters</Button>}
    />
  );
}
