"use client";

import { Braces, Download, GitCompareArrows, RefreshCcw, RotateCw, Share2 } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { useRouter } from "@/components/layout/use-router";
import { Button } from "@/components/ui/button";
import { lateDialog } from "@/components/ui/late-dialog";
import { MoreMenu } from "@/components/ui/more-menu";
import { useAction } from "@/components/ui/use-action";
import type { RunView } from "@/lib/evaluation/runs/types";
import { runAgain } from "../../actions";

const ShareResultsDialog = lateDialog(() =>
  import("@/app/[workspace]/_components/share-dialog").then((module) => module.ShareResultsDialog),
);
const CompareDialog = lateDialog(() => import("./compare-dialog").then((module) => module.CompareDialog));

type Props = {
  run: RunView;
  /** The id of the current baseline run, or "none". */
  baseline: string;
  canRun: boolean;
  canShare: boolean;
  /** The current revision of the suite, if its cases or scorers changed after the run. Null: unchanged. */
  presentRevision: number | null;
};

/** Actions on the whole run: compare, export, share, run again. */
export function RunActs({ run, baseline, canRun, canShare, presentRevision }: Props) {
  const workspace = useWorkspace();
  const router = useRouter();
  const [open, setOpen] = useState<"compare" | "share" | null>(null);
  const isLive = run.status === "running" || run.status === "queued";
  const file = (format: "csv" | "json") =>
    `/api/evaluations/${workspace}/${run.id}/export?format=${format}&baseline=${baseline}`;
  const { start: again, isBusy: isStarting } = useAction({
    run: (set: "used" | "present") => runAgain({ workspace, id: run.id, set }),
    done: (_, set) =>
      set === "used" && presentRevision !== null
        ? {
            title: `It uses the cases of revision ${run.suite.revision} and the scorers of that run.`,
            detail: `${run.suite.name} has changed since then.`,
          }
        : null,
    onDone: ({ id }) => router.push(`/${workspace}/evaluations/runs/${id}`),
    failed: "The run was not started.",
  });
  const off = canRun ? null : "Viewers read results. An editor may run this again.";
  return (
    <>
      <MoreMenu
        of="this run"
        items={[
          { label: "Compare with another run", icon: <GitCompareArrows />, onSelect: () => setOpen("compare") },
          ...(canShare ? [{ label: "Share results", icon: <Share2 />, onSelect: () => setOpen("share") }] : []),
          ...(canRun && !isLive && presentRevision !== null
            ? [
                {
                  label: `Run on revision ${presentRevision}, as the suite is now`,
                  icon: <RefreshCcw />,
                  onSelect: () => again("present"),
                },
              ]
            : []),
          "line",
          { label: "All cases as CSV", icon: <Download />, onSelect: () => window.location.assign(file("csv")) },
          { label: "All cases as JSON", icon: <Braces />, onSelect: () => window.location.assign(file("json")) },
        ]}
      />
      <Button
        icon={<RotateCw />}
        onClick={() => again("used")}
        off={off ?? (isLive && "It is running now.")}
        busy={isStarting && "Starting"}
      >
        Run again
      </Button>
      {open === "share" ? (
        <ShareResultsDialog
          target="evaluation"
          id={run.id}
          what={`the results of v${run.version}`}
          shows="scores, cases, answers"
          onClose={() => setOpen(null)}
        />
      ) : null}
      {open === "compare" ? (
        <CompareDialog run={run} baseline={baseline} canRun={canRun} onClose={() => setOpen(null)} />
      ) : null}
    </>
  );
}
