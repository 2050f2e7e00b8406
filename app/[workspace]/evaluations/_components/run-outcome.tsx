import { Ban, Check, CircleDashed, CircleHelp, LoaderCircle, OctagonX, TriangleAlert } from "lucide-react";
import { Reading } from "@/components/ui/tag";
import type { ListedRun } from "@/lib/evaluation/comparison/queries/listed-runs";

/** The outcome of a run in a word or two: its progress, why it ended, or the result of the gate. */
export function RunOutcome({ run: { status, progress, gate, inconclusive, trigger } }: { run: ListedRun }) {
  const { done, total } = progress;
  if (status === "queued")
    return (
      <Reading tone="neutral" icon={<CircleDashed aria-hidden="true" />}>
        Waiting
      </Reading>
    );
  if (status === "running")
    return (
      <span className="inline-grid gap-1">
        <Reading tone="neutral" icon={<LoaderCircle aria-hidden="true" className="spinner" />}>
          <span className="tabular-nums">{`${done.toLocaleString("en-US")} of ${total.toLocaleString("en-US")}`}</span>
        </Reading>
        <span aria-hidden="true" className="h-1 w-24 overflow-hidden rounded-full bg-surface-hover">
          <span
            className="block h-full origin-left bg-ink"
            style={{ transform: `scaleX(${total === 0 ? 0 : done / total})` }}
          />
        </span>
      </span>
    );
  if (status === "cancelled")
    return (
      <Reading tone="neutral" icon={<Ban aria-hidden="true" />}>
        Cancelled
      </Reading>
    );
  if (status === "failed")
    return (
      <Reading tone="warning" icon={<TriangleAlert aria-hidden="true" />}>
        Run failed
      </Reading>
    );
  if (trigger === "baseline" && !inconclusive) return <span className="text-fg-muted">Baseline</span>;
  if (gate?.state === "passed")
    return (
      <Reading tone="positive" icon={<Check aria-hidden="true" />}>
        Passes
      </Reading>
    );
  if (gate?.state === "failed")
    return (
      <Reading tone="negative" icon={<OctagonX aria-hidden="true" />}>
        {gate.words}
      </Reading>
    );
  if (gate?.state === "inconclusive" || inconclusive)
    return (
      <Reading tone="warning" icon={<CircleHelp aria-hidden="true" />}>
        No verdict
      </Reading>
    );
  if (gate)
    return (
      <Reading tone="neutral" icon={<CircleDashed aria-hidden="true" />}>
        {gate.words}
      </Reading>
    );
  return <span className="text-fg-muted">Finished</span>;
}
