import { notFound } from "next/navigation";
import { loadResults } from "@/app/_components/run-results/load-results";
import { loadResultState } from "@/app/_components/run-results/result-state";
import { RunResults } from "@/app/_components/run-results/run-results";
import { summarizeRun } from "@/app/_components/run-results/run-summary";
import { sharedReader } from "@/lib/auth/share-links/queries";
import { getRun } from "@/lib/evaluation/runs/queries";
import { SharedFrame } from "./shared-frame";
import type { SharedProps } from "./shared-props";

/** A read-only evaluation run for people without an account. It is compared with its own baseline. */
export async function SharedEvaluation({ link, token, searchParams }: SharedProps) {
  const actor = sharedReader(link.workspaceId);
  const [run, resultState] = await Promise.all([getRun(actor, link.targetId), loadResultState(searchParams)]);
  if (!run) notFound();
  const state = { ...resultState, against: null };
  const results = await loadResults({ actor, run, state });
  const { gate, comparison } = results;
  const of = comparison.baseline ? ` against v${comparison.baseline.version}` : "";
  return (
    <SharedFrame title={`${run.prompt} v${run.version}${of}`} link={link}>
      <RunResults
        run={run}
        results={results}
        verdict={summarizeRun({ run, gate, comparison })}
        base={`/api/shared/${token}`}
        suite={run.suite.name}
      />
    </SharedFrame>
  );
}
