import { Check, EyeOff, Hourglass, Minus, Scale, TrendingDown, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { VerdictBand, type VerdictTone } from "@/app/_components/verdict-band";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatCount } from "@/lib/experiments/results/figures";
import type { QualitySummary, QualityTone } from "@/lib/guards/quality/summary-facts";

const tones: Record<QualityTone, VerdictTone> = {
  worse: "negative",
  careful: "warning",
  waiting: "open",
  fine: "neutral",
  unknown: "open",
};
const icons: Record<QualitySummary["state"], ReactNode> = {
  rolled_back: <Undo2 />,
  worse: <TrendingDown />,
  suspect: <TrendingDown />,
  inconclusive: <Scale />,
  waiting: <Hourglass />,
  resting: <Hourglass />,
  watching: <Check />,
  off: <EyeOff />,
  not_watched: <EyeOff />,
  nothing_live: <Minus />,
};

/** Shows the verdict in one sentence, then the evidence and the possible actions. */
export function Banner({
  verdict,
  agreement,
  acts,
}: {
  verdict: QualitySummary;
  agreement: ReactNode;
  acts: ReactNode;
}) {
  const { state, tone, kicker, at, sentence, detail, progress } = verdict;
  return (
    <VerdictBand
      tone={tones[tone]}
      icon={icons[state]}
      kicker={
        <>
          {kicker}
          {at && state !== "watching" && state !== "not_watched" ? (
            <>
              {", "}
              {state === "waiting" ? <RelativeTime at={at} prefix="released" ago /> : <RelativeTime at={at} ago />}
            </>
          ) : null}
        </>
      }
      title={sentence}
      detail={detail}
      acts={acts}
    >
      {progress ? <Progress {...progress} /> : null}
      {agreement}
    </VerdictBand>
  );
}

function Progress({ n, needed }: { n: number; needed: number }) {
  const share = Math.min(1, n / Math.max(1, needed));
  return (
    <div
      role="img"
      aria-label={`${formatCount(n)} of ${formatCount(needed)} scores`}
      className="mt-3.5 h-2 max-w-[520px] overflow-hidden rounded-sm border border-line-control"
    >
      <div className="h-full bg-fg-muted" style={{ width: `${share * 100}%` }} />
    </div>
  );
}
