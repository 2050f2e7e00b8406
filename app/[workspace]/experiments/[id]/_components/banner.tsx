import { Check, CircleAlert, Hourglass, Minus, Scale, Shuffle, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Explained } from "@/app/_components/explained";
import { cn } from "@/components/ui/cn";
import { formatCount } from "@/lib/experiments/results/figures";
import type { ExperimentResults } from "@/lib/experiments/results/schema";
import { shortDay } from "./words";

type Look = { kicker: string; icon: ReactNode; edge: string; tone: string };

const dashed = "before:bg-[repeating-linear-gradient(180deg,var(--border-control)_0_6px,transparent_6px_10px)]";

function lookOf({ state, verdict, safetyStop, status }: ExperimentResults): Look {
  const negative = { edge: "before:bg-negative", tone: "text-negative" };
  const neutral = { edge: "before:bg-line-control", tone: "text-fg" };
  if (state === "not_valid") return { kicker: "Results are not valid", icon: <TriangleAlert />, ...negative };
  if (state === "bandit") return { kicker: "Bandit", icon: <Shuffle />, ...neutral };
  if (safetyStop && !verdict) return { kicker: "Stop advised", icon: <CircleAlert />, ...negative };
  if (!verdict) {
    const kicker = state === "not_started" ? "Draft" : status === "running" ? "No verdict yet" : "No verdict";
    return { kicker, icon: <Hourglass />, edge: dashed, tone: "text-fg-muted" };
  }
  if (verdict.result === "better")
    return { kicker: "Verdict", icon: <Check />, edge: "before:bg-positive", tone: "text-positive" };
  if (verdict.result === "worse") return { kicker: "Verdict", icon: <CircleAlert />, ...negative };
  if (verdict.result === "blocked") return { kicker: "Blocked by a guardrail", icon: <TriangleAlert />, ...negative };
  return { kicker: "Verdict", icon: verdict.result === "no_difference" ? <Scale /> : <Minus />, ...neutral };
}

/** What to know, in a sentence that can be repeated; then how sure, and what can be done. */
export function Banner({ results, acts }: { results: ExperimentResults; acts?: ReactNode }) {
  const { kicker, icon, edge, tone } = lookOf(results);
  const isCollecting = results.state === "collecting" && results.requiredPerVariant !== null && results.asOf !== null;
  return (
    <section
      aria-labelledby="verdict"
      className={cn(
        "relative grid grid-cols-[minmax(0,1fr)_auto] gap-8 border-line border-b bg-surface-sunken px-6 pt-5 pb-[22px] before:absolute before:inset-y-0 before:left-0 before:w-1 max-md:grid-cols-1 max-md:gap-3.5 max-md:p-4",
        edge,
      )}
    >
      <div className="min-w-0">
        <p className={cn("mb-1 flex items-center gap-[7px] font-semibold [&>svg]:size-4", tone)}>
          {icon}
          {kicker}
        </p>
        <h2
          id="verdict"
          className="max-w-[28em] text-balance font-semibold text-24 leading-[30px] tracking-[-0.02em] max-md:text-20 max-md:leading-[26px]"
        >
          {results.sentence}
        </h2>
        <p className="mt-1.5 max-w-[62ch] text-14 text-fg-muted">
          <Explained>{results.detail}</Explained>
        </p>
        {results.verdict ? (
          <p className="mt-1.5 text-12 text-fg-muted">{`Verdict as of ${shortDay(results.verdict.asOf)}; later data does not change it.`}</p>
        ) : null}
        {isCollecting ? <SampleBar results={results} /> : null}
      </div>
      {acts ? (
        <div className="flex min-w-[168px] flex-col justify-center gap-2 max-md:flex-row max-md:flex-wrap max-md:[&>button]:flex-1">
          {acts}
        </div>
      ) : null}
    </section>
  );
}

function SampleBar({ results: { progress, requiredPerVariant, startedAt } }: { results: ExperimentResults }) {
  const required = requiredPerVariant ?? 1;
  const share = Math.min(1, progress.counted / required);
  const percent = Math.floor(share * 100);
  const count = formatCount(progress.counted);
  return (
    <div
      role="img"
      aria-label={`${count} of ${formatCount(required)} planned users, ${percent} percent`}
      className="mt-4 max-w-[660px]"
    >
      <div className="h-2 overflow-hidden rounded-sm border border-line-control">
        <div className="h-full bg-fg-muted" style={{ width: `${share * 100}%` }} />
      </div>
      <div className="mt-1 flex justify-between gap-3 text-12 text-fg-muted tabular-nums">
        <span>{startedAt ? shortDay(startedAt) : ""}</span>
        <span>
          <b className="font-semibold text-fg">{`${count} users`}</b>
          {`, ${percent}\u00a0%`}
        </span>
        <span>{formatCount(required)}</span>
      </div>
    </div>
  );
}
