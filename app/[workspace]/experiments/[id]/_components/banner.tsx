import { Check, CircleAlert, Hourglass, Minus, Scale, Shuffle, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Explained } from "@/app/_components/explained";
import { VerdictBand, type VerdictTone } from "@/app/_components/verdict-band";
import { Callout } from "@/components/ui/callout";
import { shortDay } from "@/lib/core/short-day";
import { formatCount, formatShare } from "@/lib/experiments/results/figures";
import type { ExperimentResults } from "@/lib/experiments/results/schema";
import { versionName } from "@/lib/experiments/results/words";

type Look = { kicker: string; icon: ReactNode; tone: VerdictTone };

function lookOf({ state, verdict, safetyStop, status }: ExperimentResults): Look {
  if (state === "not_valid") return { kicker: "Results are not valid", icon: <TriangleAlert />, tone: "negative" };
  if (state === "bandit") return { kicker: "Bandit", icon: <Shuffle />, tone: "neutral" };
  if (safetyStop && !verdict) return { kicker: "Stop advised", icon: <CircleAlert />, tone: "negative" };
  if (!verdict) {
    const kicker = state === "not_started" ? "Draft" : status === "running" ? "No verdict yet" : "No verdict";
    return { kicker, icon: <Hourglass />, tone: "open" };
  }
  switch (verdict.result) {
    case "better":
      return { kicker: "Verdict", icon: <Check />, tone: "positive" };
    case "worse":
      return { kicker: "Verdict", icon: <CircleAlert />, tone: "negative" };
    case "blocked":
      return { kicker: "Blocked by a guardrail", icon: <TriangleAlert />, tone: "negative" };
    case "no_difference":
      return { kicker: "Verdict", icon: <Scale />, tone: "neutral" };
    default:
      return { kicker: "Verdict", icon: <Minus />, tone: "neutral" };
  }
}

/** The result in one sentence, then its certainty and the actions. */
export function Banner({ results, acts }: { results: ExperimentResults; acts?: ReactNode }) {
  const { state, requiredPerVariant, asOf, sentence, detail, verdict, laterHarm } = results;
  const isCollecting = state === "collecting" && requiredPerVariant !== null && asOf !== null;
  return (
    <VerdictBand {...lookOf(results)} title={sentence} detail={<Explained>{detail}</Explained>} acts={acts}>
      {verdict ? (
        <p className="mt-1.5 text-12 text-fg-muted">{`Verdict as of ${shortDay(verdict.asOf)}; later data does not change it.`}</p>
      ) : null}
      {laterHarm ? <LaterWarning results={results} harm={laterHarm} /> : null}
      {isCollecting ? <SampleBar results={results} /> : null}
    </VerdictBand>
  );
}

type LaterProps = { results: ExperimentResults; harm: NonNullable<ExperimentResults["laterHarm"]> };

/** What got worse after the verdict, and who still gets that version. */
function LaterWarning({ results: { status, variants }, harm }: LaterProps) {
  const variant = variants.find(({ key }) => key === harm.variant);
  const still =
    status !== "running" || !variant
      ? ""
      : harm.role === "guardrail"
        ? " The experiment stops automatically."
        : ` ${formatShare(variant.weight, 0)} of users still get ${versionName(variant)}.`;
  return (
    <Callout tone="negative" className="mt-3 max-w-[62ch]">
      <b className="font-semibold">Worse since the verdict.</b> {`${harm.reason}${still}`}
    </Callout>
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
