import { Sparkline } from "@/components/charts/sparkline";
import { MaskIcon } from "@/components/ui/mask-icon";
import { formatLive } from "@/lib/guards/finding-words";
import { leastSpan } from "@/lib/guards/quality/figures";
import type { ListedTrend } from "@/lib/guards/queries/listed-prompts";

/** The quality of a prompt in the last 14 days: the trend, the value, and the change if it is clear. */
export function QualityCell({ quality, isLive }: { quality: ListedTrend | undefined; isLive: boolean }) {
  if (!quality) return isLive ? "Not watched" : "–"; // the cell is already small and faint
  const { metric, value, trend, words } = quality;
  if (!metric) return <span className="block truncate text-12 text-fg-muted">{words}</span>;
  const known = trend.flatMap((day) => (day.value === null ? [] : [day.value]));
  const [from, to] = [known[0], known.at(-1)];
  const label =
    from === undefined || to === undefined
      ? `${metric.label}, 14 days`
      : `${metric.label}, 14 days: ${formatLive(metric.name, from)} to ${formatLive(metric.name, to)}`;
  return (
    <span className="prompt-trend" title={label}>
      <Sparkline
        label={label}
        values={trend.map((day) => day.value)}
        least={leastSpan(metric.name, value)}
        isOpen={quality.isOpen}
        releases={trend.flatMap(({ isRelease }, index) => (isRelease ? [index] : []))}
        tone={quality.change === "worse" ? "negative" : quality.change === "better" ? "positive" : "neutral"}
      />
      <span>{formatLive(metric.name, value)}</span>
      <Change quality={quality} />
    </span>
  );
}

function Change({ quality: { status, change } }: { quality: ListedTrend }) {
  if (status === "rolled_back") return <span className="text-12 text-fg-muted">recovered</span>;
  if (change === "worse")
    return (
      <span className="inline-flex items-center gap-1 text-12 text-negative">
        <MaskIcon name="arrow-down" className="size-3.5" />
        worse
      </span>
    );
  if (change === "better")
    return (
      <span className="inline-flex items-center gap-1 text-12 text-positive">
        <MaskIcon name="arrow-up" className="size-3.5" />
        better
      </span>
    );
  if (status === "watching" || status === "cooling_down") return <span className="text-12 text-fg-muted">steady</span>;
  return status === "waiting" ? <span className="text-12 text-fg-muted">waiting</span> : null;
}
