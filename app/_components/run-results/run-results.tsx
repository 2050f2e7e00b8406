import { CircleCheck, CircleDashed, Equal, LoaderCircle, OctagonX } from "lucide-react";
import type { ReactNode } from "react";
import type { RunResultsView } from "@/lib/evaluation/comparison/queries/run-results";
import type { RunSummary } from "@/lib/evaluation/comparison/run-summary";
import type { RunView } from "@/lib/evaluation/runs/types";
import { VerdictBand, type VerdictTone } from "../verdict-band";
import { CaseBrowser } from "./case-browser";
import { DimensionTable } from "./dimension-table";
import { RunFacts } from "./run-facts";

type Props = {
  run: RunView;
  results: RunResultsView;
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
      <div className="grid grid-cols-[minmax(0,1fr)_372px] max-beside:grid-cols-1">
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

const looks: Record<RunSummary["tone"], { tone: VerdictTone; icon: ReactNode }> = {
  blocked: { tone: "negative", icon: <OctagonX /> },
  passes: { tone: "positive", icon: <CircleCheck /> },
  none: { tone: "open", icon: <CircleDashed /> },
  running: { tone: "open", icon: <LoaderCircle className="spinner" /> },
  even: { tone: "neutral", icon: <Equal /> },
};

type RunBannerProps = {
  verdict: RunSummary;
  acts?: ReactNode;
  /** Shown below the text, such as the progress of a running evaluation. */
  children?: ReactNode;
};

/** The verdict of a run, without numbers. */
function RunBanner({ verdict: { tone, kicker, title, text }, acts, children }: RunBannerProps) {
  return (
    <VerdictBand {...looks[tone]} kicker={kicker} title={title} detail={text.join(" ")} acts={acts}>
      {children}
    </VerdictBand>
  );
}
