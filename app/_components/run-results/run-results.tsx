import type { ReactNode } from "react";
import type { RunView } from "@/lib/evaluation/runs/types";
import { CaseBrowser } from "./case-browser";
import { DimensionTable } from "./dimension-table";
import type { Results } from "./load-results";
import { RunBanner } from "./run-banner";
import { RunFacts } from "./run-facts";
import type { RunSummary } from "./run-summary";

type Props = {
  run: RunView;
  results: Results;
  verdict: RunSummary;
  /** The path of the API for cases. */
  base: string;
  /** The name of the suite, as a link if there is a page to open. */
  suite: ReactNode;
  acts?: ReactNode;
  progress?: ReactNode;
};

/** The results of a run, with the verdict first. Used in the workspace and on shared pages. */
export function RunResults({ run, results, verdict, base, suite, acts, progress }: Props) {
  const { comparison, gate, tags, baseline, first, firstCase } = results;
  const statuses = Object.fromEntries(
    [comparison.run, comparison.baseline].flatMap((one) => (one ? [[one.id, one.status]] : [])),
  );
  return (
    <>
      <RunBanner verdict={verdict} acts={acts}>
        {progress}
      </RunBanner>
      <div className="grid grid-cols-[minmax(0,1fr)_372px] max-lg:grid-cols-1">
        <DimensionTable run={run} gate={gate} comparison={comparison} />
        <RunFacts run={run} comparison={comparison} suite={suite} />
      </div>
      <CaseBrowser
        key={`${run.id} ${baseline}`}
        base={base}
        run={run}
        baseline={baseline}
        statuses={statuses}
        tags={tags}
        first={first}
        firstCase={firstCase}
        counts={comparison.counts}
      />
    </>
  );
}
