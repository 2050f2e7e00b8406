import { Check, Minus, TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import { Reading } from "@/components/ui/tag";
import type { Score } from "@/lib/evaluation/scorers/types";

const dollars = (costUsd: number) => (costUsd < 0.0001 ? "< $0.0001" : `$${costUsd.toFixed(4)}`);

function reading(score: Score): ReactNode {
  if (score.state === "skipped")
    return (
      <Reading tone="neutral" icon={<Minus />}>
        Not measured
      </Reading>
    );
  if (score.state === "invalid")
    return (
      <Reading tone="warning" icon={<TriangleAlert />}>
        No verdict
      </Reading>
    );
  const share = `${Math.round(score.value * 100)}\u00a0%`;
  return score.passed ? (
    <Reading tone="positive" icon={<Check />}>
      {share}
    </Reading>
  ) : (
    <Reading tone="negative" icon={<X />}>
      {share}
    </Reading>
  );
}

/** The score of one scorer for an answer, with its explanation. */
export function ScoreLine({ name, score }: { name: string; score: Score }) {
  return (
    <li className="border-line border-b py-2.5">
      <div className="flex items-center justify-between gap-3">
        <span className="font-medium [overflow-wrap:anywhere]">{name}</span>
        {reading(score)}
      </div>
      <p className="mt-0.5 text-12 text-fg-muted [overflow-wrap:anywhere]">
        {score.explanation}
        {score.costUsd ? ` It cost ${dollars(score.costUsd)}.` : ""}
        {score.costUsd === null ? " What it cost is not known." : ""}
      </p>
      {score.state === "invalid" && score.raw ? (
        <pre className="mt-1 max-h-32 overflow-auto whitespace-pre-wrap rounded-md bg-surface p-2 font-mono text-12 [overflow-wrap:anywhere]">
          {score.raw}
        </pre>
      ) : null}
    </li>
  );
}
