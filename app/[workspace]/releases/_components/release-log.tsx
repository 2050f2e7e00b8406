"use client";

import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { NoMatch } from "@/components/ui/no-match";
import { Table } from "@/components/ui/table";
import { isAnySet } from "@/lib/core/address-params";
import type { Page } from "@/lib/core/cursor";
import type { Stage } from "@/lib/registry/lifecycle";
import type { ReleaseView } from "@/lib/registry/views";
import { usePages } from "../../_components/load-more";
import { type PlaceFilters, placeParsers } from "../../_components/place-filters";
import { useWorkspace } from "../../_components/use-workspace";
import { loadMoreReleases } from "../actions";
import { ReleaseRow } from "./release-row";

export type ReleaseLogProps = {
  filters: PlaceFilters;
  first: Page<ReleaseView>;
  stages: Readonly<Record<string, Stage>>;
  hasPrompts: boolean;
};

export function ReleaseLog({ filters, first, stages, hasPrompts }: ReleaseLogProps) {
  const workspace = useWorkspace();
  const { items, rest } = usePages({
    first,
    keyOf: ({ id }) => id,
    load: (cursor) => loadMoreReleases({ workspace, ...filters, cursor }),
  });

  if (items.length === 0) return <Nothing isFiltered={isAnySet(placeParsers, filters)} hasPrompts={hasPrompts} />;
  return (
    <>
      <Table
        caption="Releases, newest first"
        className="table-fixed"
        stacks
        columns={[
          { name: "When", className: "w-[92px] pl-6" },
          { name: "Prompt", className: "w-48 md:max-xl:w-44 md:max-lg:w-40" },
          { name: "Environment", className: "w-32 md:max-xl:w-28" },
          { name: "Change", className: "w-28 md:max-xl:w-24" },
          { name: "How", className: "w-48 md:max-lg:w-36" },
          { name: "Why", className: "last:pr-6" },
          { name: "Who", className: "w-52 last:pr-6 md:max-xl:w-13" },
        ]}
      >
        {items.map((release) => (
          <ReleaseRow key={release.id} release={release} stage={stages[release.environment]} />
        ))}
      </Table>
      {rest}
    </>
  );
}

function Nothing({ isFiltered, hasPrompts }: { isFiltered: boolean; hasPrompts: boolean }) {
  const workspace = useWorkspace();
  if (!isFiltered)
    return (
      <EmptyState
        title="Nothing was promoted yet"
        action={
          hasPrompts ? (
            <Button href={`/${workspace}/prompts`}>Open prompts</Button>
          ) : (
            <Button variant="primary" href={`/${workspace}/start`}>
              Get started
            </Button>
          )
        }
      >
        Every release appears here, with the replaced version, the person and the reason.
      </EmptyState>
    );
  return <NoMatch title="No release matches" params={placeParsers} />;
}
