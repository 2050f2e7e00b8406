"use client";

import { useState } from "react";
import { usePages } from "@/app/[workspace]/_components/load-more";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { ClockTime } from "@/components/ui/clock-time";
import { cn } from "@/components/ui/cn";
import { lateDialog } from "@/components/ui/late-dialog";
import { Table } from "@/components/ui/table";
import type { Page } from "@/lib/core/cursor";
import type { LiveMetric } from "@/lib/evaluation/online/metrics";
import type { ScoredAnswerView } from "@/lib/evaluation/online/queries/scored-answers";
import { formatLive } from "@/lib/guards/finding-words";
import { inputWords } from "@/lib/telemetry/input-words";
import { loadMoreAnswers } from "../../actions";

const AnswerSheet = lateDialog(() => import("./answer-sheet").then((module) => module.AnswerSheet));

type Props = {
  name: string;
  environment: string;
  metric: { name: LiveMetric; label: string };
  version: number;
  first: Page<ScoredAnswerView>;
  /** Lists only answers that failed. */
  isFailed: boolean;
  order: "worst" | "newest";
};

const cell = "h-[38px] border-line border-b pr-3 align-middle max-md:h-auto max-md:border-0 max-md:p-0";

/** Returns a value as text: "0.05" for a judge, "Thumbs down" for feedback. */
const valueWords = (metric: LiveMetric, { value, passed }: ScoredAnswerView): string =>
  value === null
    ? "no verdict"
    : metric.startsWith("scorer:")
      ? value.toFixed(2)
      : passed === null
        ? formatLive(metric, value)
        : passed
          ? "good"
          : "not good";

/** The worst answers of a version with the scorer's explanations. A click opens all details of an answer. */
export function Answers({ name, environment, metric, version, first, isFailed, order }: Props) {
  const workspace = useWorkspace();
  const [open, setOpen] = useState<ScoredAnswerView | null>(null);
  const shown = { workspace, name, environment, metric: metric.name, version, order, ...(isFailed && { isFailed }) };
  const { items, rest } = usePages({
    first,
    keyOf: ({ interactionId, series }) => `${interactionId} ${series}`,
    load: (cursor) => loadMoreAnswers({ ...shown, cursor }),
  });
  return (
    <>
      <Table
        caption={`Answers of v${version}, the worst first`}
        className="table-fixed"
        stacks
        columns={[
          { name: "Time", className: "w-[116px]" },
          "Input",
          { name: "Why", className: "w-[35%]" },
          { name: "Score", end: true, className: "w-[84px]" },
        ]}
      >
        {items.map((answer) => (
          <tr
            key={`${answer.interactionId} ${answer.series}`}
            className="relative transition-colors hover:bg-surface-hover max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:gap-x-3 max-md:border-line max-md:border-b max-md:py-2.5"
          >
            <td className={cn(cell, "text-fg-muted tabular-nums max-md:row-start-3 max-md:text-12")}>
              <ClockTime at={answer.at} />
            </td>
            <td className={cn(cell, "max-md:col-start-1 max-md:row-start-1")}>
              <button
                type="button"
                onClick={() => setOpen(answer)}
                className="block min-h-6 w-full max-w-full truncate text-left after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
              >
                {answer.input === null ? (
                  <span className="text-fg-subtle">Its input was not sent</span>
                ) : (
                  inputWords(answer.input)
                )}
              </button>
            </td>
            <td
              className={cn(
                cell,
                "truncate text-fg-muted max-md:col-span-2 max-md:row-start-2 max-md:whitespace-normal",
              )}
            >
              {answer.explanation || "–"}
            </td>
            <td className={cn(cell, "pr-0 text-right tabular-nums max-md:col-start-2 max-md:row-start-1")}>
              {valueWords(metric.name, answer)}
            </td>
          </tr>
        ))}
      </Table>
      {rest}
      {open ? <AnswerSheet open={open} onClose={() => setOpen(null)} /> : null}
    </>
  );
}
