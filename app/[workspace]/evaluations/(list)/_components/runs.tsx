"use client";

import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { NoMatch } from "@/components/ui/no-match";
import { isAnySet } from "@/lib/core/address-params";
import type { Page } from "@/lib/core/cursor";
import type { ListedRun } from "@/lib/evaluation/comparison/queries/listed-runs";
import { RunButton } from "../../_components/run-dialog/run-button";
import { type RunFilters, runParsers } from "../../_components/run-filters";
import { RunList } from "../../_components/run-list";
import { loadMoreRuns } from "../../runs/actions";
import { NewSuite } from "./new-suite";

type Props = {
  filters: RunFilters;
  first: Page<ListedRun>;
  hasSuites: boolean;
  canRun: boolean;
  onlyPrompt: string | null;
};

/** The workspace's runs, or an introduction to evaluations if there are none. */
export function Runs({ filters, first, hasSuites, canRun, onlyPrompt }: Props) {
  const workspace = useWorkspace();
  if (first.items.length > 0)
    return <RunList first={first} load={(cursor) => loadMoreRuns({ workspace, ...filters, cursor })} />;
  if (isAnySet(runParsers, filters)) return <NoMatch title="No run matches" params={runParsers} />;
  return (
    <EmptyState
      title="No evaluation yet"
      action={
        hasSuites ? (
          canRun ? (
            <RunButton />
          ) : (
            <Button href={`/${workspace}/evaluations/suites`}>Open the suites</Button>
          )
        ) : canRun ? (
          <NewSuite onlyPrompt={onlyPrompt} variant="primary" />
        ) : null
      }
    >
      An evaluation runs a version on every case of a suite and scores the answers, so you see what it breaks before
      your users do. {hasSuites ? "" : "It needs a suite of cases."}
    </EmptyState>
  );
}
