"use client";

import { PageRefresh } from "@/components/layout/page-refresh";
import { pluralize } from "@/lib/core/words";
import { dollarText, secondsText } from "@/lib/evaluation/runs/figures";
import type { RunView } from "@/lib/evaluation/runs/types";

const everyMs = 2_000;

/** The progress of a run. Refreshes the page every 2 s while it is visible. */
export function RunLive({ run }: { run: RunView }) {
  const { done, total, failed, secondsLeft } = run.progress;
  const left = secondsLeft === null || run.status !== "running" ? "" : `, ${secondsText(secondsLeft)} left`;
  const { costUsd, isCostKnown, estimatedCostUsd } = run;
  const of = isCostKnown && estimatedCostUsd ? ` of about ${dollarText(estimatedCostUsd)}` : "";
  const cost = costUsd > 0 ? `, ${dollarText(costUsd)}${of}` : "";
  const lost = failed > 0 ? `, ${pluralize(failed, "answer")} failed` : "";
  return (
    <div className="mt-3 max-w-[520px]">
      <PageRefresh everyMs={everyMs} />
      <div
        role="progressbar"
        aria-label="Answers so far"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        className="h-1.5 overflow-hidden rounded-full bg-surface-hover"
      >
        <div
          className="h-full origin-left bg-ink transition-transform duration-medium"
          style={{ transform: `scaleX(${total === 0 ? 0 : done / total})` }}
        />
      </div>
      <p className="mt-1.5 text-12 text-fg-muted tabular-nums">
        {`${done.toLocaleString("en-US")} of ${pluralize(total, "answer")}${left}${cost}${lost}`}
      </p>
    </div>
  );
}
