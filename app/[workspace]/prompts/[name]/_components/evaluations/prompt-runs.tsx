"use client";

import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { RunButton } from "@/app/[workspace]/evaluations/_components/run-dialog/run-button";
import { RunList } from "@/app/[workspace]/evaluations/_components/run-list";
import { loadMoreRuns } from "@/app/[workspace]/evaluations/runs/actions";
import type { Page } from "@/lib/core/cursor";
import type { ListedRun } from "@/lib/evaluation/comparison/queries/listed-runs";

type Props = { prompt: string; version: number; first: Page<ListedRun>; canRun: boolean };

/** The evaluation runs of a prompt. */
export function PromptRuns({ prompt, version, first, canRun }: Props) {
  const workspace = useWorkspace();
  return (
    <section aria-labelledby="runs">
      <header className="flex items-center justify-between gap-3 px-6 pt-5 pb-1 max-md:px-4">
        <h2 id="runs" className="text-14">
          Runs
        </h2>
        {canRun ? <RunButton start={{ prompt, version }} size="sm" /> : null}
      </header>
      <RunList
        first={first}
        isOfOnePrompt
        load={(cursor) => loadMoreRuns({ workspace, prompt, suite: "", environment: "", status: null, cursor })}
      />
    </section>
  );
}
