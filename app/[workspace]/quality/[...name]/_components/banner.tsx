import { Check, EyeOff, Hourglass, Minus, Scale, TrendingDown, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatCount } from "@/lib/experiments/results/figures";
import type { QualitySummary, QualityTone } from "@/lib/guards/quality/summary";

const dashed = "before:bg-[repeating-linear-gradient(180deg,var(--border-control)_0_6px,transparent_6px_10px)]";

const edges: Record<QualityTone, string> = {
  worse: "before:bg-negative",
  careful: "before:bg-warning",
  waiting: dashed,
  fine: "before:bg-line-control",
  unknown: dashed,
};
const tones: Record<QualityTone, string> = {
  worse: "text-negative",
  careful: "text-warning",
  waiting: "text-fg-muted",
  fine: "text-fg",
  unknown: "text-fg-muted",
};
const icons: Record<QualitySummary["state"], ReactNode> = {
  rolled_back: <Undo2 aria-hidden="true" />,
  worse: <TrendingDown aria-hidden="true" />,
  suspect: <TrendingDown aria-hidden="true" />,
  inconclusive: <Scale aria-hidden="true" />,
  waiting: <Hourglass aria-hidden="true" />,
  resting: <Hourglass aria-hidden="true" />,
  watching: <Check aria-hidden="true" />,
  off: <EyeOff aria-hidden="true" />,
  not_watched: <EyeOff aria-hidden="true" />,
  nothing_live: <Minus aria-hidden="true" />,
};

/** What to know, in a sentence that can be repeated; then what it stands on, and what can be done. */
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
    <section
      aria-labelledby="verdict"
      className={cn(
        "relative grid grid-cols-[minmax(0,1fr)_auto] gap-8 border-line border-b bg-surface-sunken px-6 pt-5 pb-[22px] before:absolute before:inset-y-0 before:left-0 before:w-1 max-md:grid-cols-1 max-md:gap-3.5 max-md:p-4",
        edges[tone],
      )}
    >
      <div className="min-w-0">
        <p className={cn("mb-1 flex items-center gap-[7px] font-semibold [&>svg]:size-4", tones[tone])}>
          {icons[state]}
          <span>
            {kicker}
            {at && state !== "watching" && state !== "not_watched" ? (
              <>
                {", "}
                {state === "waiting" ? <RelativeTime at={at} prefix="live for" /> : <RelativeTime at={at} ago />}
              </>
            ) : null}
          </span>
        </p>
        <h2
          id="verdict"
          className="max-w-[28em] text-balance font-semibold text-24 leading-[30px] tracking-[-0.02em] max-md:text-20 max-md:leading-[26px]"
        >
          {sentence}
        </h2>
        <p className="mt-1.5 max-w-[62ch] text-14 text-fg-muted">{detail}</p>
        {progress ? <Progress {...progress} /> : null}
        {agreement}
      </div>
      <div className="flex min-w-[168px] flex-col justify-center gap-2 empty:hidden max-md:flex-row max-md:flex-wrap max-md:[&>a]:flex-1 max-md:[&>button]:flex-1">
        {acts}
      </div>
    </section>
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
