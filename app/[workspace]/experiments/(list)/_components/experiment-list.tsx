"use client";

import { Plus } from "lucide-react";
import { usePages } from "@/app/[workspace]/_components/load-more";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { NoMatch } from "@/components/ui/no-match";
import { isAnySet } from "@/lib/core/address-params";
import type { Page } from "@/lib/core/cursor";
import type { ExperimentSummary } from "@/lib/experiments/views";
import { ExperimentTable } from "../../_components/experiment-table";
import { type ExperimentFilters, experimentParsers } from "../../_components/filters";
import { loadMoreExperiments } from "../../actions";

type Props = {
  filters: ExperimentFilters;
  first: Page<ExperimentSummary>;
  canWrite: boolean;
  hasPrompts: boolean;
};

export function ExperimentList({ filters, first, canWrite, hasPrompts }: Props) {
  const workspace = useWorkspace();
  const { items, rest } = usePages({
    first,
    keyOf: ({ id }) => id,
    load: (cursor) => loadMoreExperiments({ workspace, ...filters, cursor }),
  });
  if (items.length === 0) return <Nothing filters={filters} canWrite={canWrite} hasPrompts={hasPrompts} />;
  return (
    <>
      <ExperimentTable workspace={workspace} experiments={items} caption="Experiments, the last changed first" />
      {rest}
    </>
  );
}

function Nothing({ filters, canWrite, hasPrompts }: Omit<Props, "first">) {
  const workspace = useWorkspace();
  if (!isAnySet(experimentParsers, filters))
    return (
      <EmptyState
        title="Which version do users do better with?"
        action={
          !hasPrompts ? (
            <Button variant="primary" href={`/${workspace}/start`}>
              Get started
            </Button>
          ) : canWrite ? (
            <Button variant="primary" icon={<Plus />} href={`/${workspace}/experiments/new`}>
              New experiment
            </Button>
          ) : null
        }
      >
        An experiment gives another version to a part of your users and compares what they do. It shows the required
        number of users before it starts, and gives no verdict before they are complete.
        {hasPrompts ? "" : " It needs a prompt that is live."}
      </EmptyState>
    );
  return <NoMatch title="No experiment matches" params={experimentParsers} />;
}
