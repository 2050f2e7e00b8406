import { changePath, guardsPath, promptPath, qualityPath, withQuery } from "@/app/[workspace]/_components/paths";
import { RowsLink } from "@/app/[workspace]/_components/rows-link";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Sparkline } from "@/components/charts/sparkline";
import { cn } from "@/components/ui/cn";
import { MaskIcon, type MaskIconName } from "@/components/ui/mask-icon";
import { RelativeTime } from "@/components/ui/relative-time";
import { VersionChip } from "@/components/ui/status";
import { Cell, Row, RowHead } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { formatCount } from "@/lib/experiments/results/figures";
import { formatLive } from "@/lib/guards/finding-words";
import { isEndOpen, leastSpan } from "@/lib/guards/quality/figures";
import type { QualityRow, QualityStatus, QualityWait } from "@/lib/guards/quality/rows";
import { scoresFrom } from "@/lib/guards/quality/rows";

type Props = {
  row: QualityRow;
  isProduction: boolean;
  /** Whether the row shows its environment, because it is not the one the list is about. */
  isNamed: boolean;
  mayGuard: boolean;
  /** Whether the number of scores leads to their requests: these are kept, and the person may read them. */
  isLinked: boolean;
};

/** Describes a trend in words, for screen readers. */
function trendWords({ metric, trend }: QualityRow): string {
  const known = trend.flatMap(({ value }) => (value === null ? [] : [value]));
  const [from, to] = [known[0], known.at(-1)];
  if (!metric || from === undefined || to === undefined) return "";
  return `${metric.label}, 14 days: ${formatLive(metric.name, from)} to ${formatLive(metric.name, to)}`;
}

export function QualityListRow({ row, isProduction, isNamed, mayGuard, isLinked }: Props) {
  const workspace = useWorkspace();
  const { prompt, environment, live, status, words, since, metric, value, scores, trend, waits, change } = row;
  const { icon, tone } = statusLooks[status];
  const isLoud = status === "worse" || status === "rolled_back" || status === "suspect" || status === "inconclusive";
  const isUnwatched = status === "not_watched" && live !== null;
  return (
    <Row className="quality-row">
      <RowHead className="max-w-0 text-left font-normal md:pl-6 max-md:col-start-1 max-md:row-start-1 max-md:max-w-none md:max-xl:w-[23%] md:w-[18%]">
        <TextLink href={qualityPath(workspace, prompt, { environment })} className="quality-name">
          {prompt}
        </TextLink>
        {isNamed ? <span className="ml-2 text-12 text-fg-muted">{environment}</span> : null}
      </RowHead>
      <Cell className="max-md:col-start-2 max-md:row-start-1 max-md:text-right">
        {live ? (
          <VersionChip number={live.version} {...(isProduction && { status: "production" as const })} />
        ) : (
          <span className="text-fg-subtle">–</span>
        )}
      </Cell>
      <Cell className="max-w-0 md:py-1.5 max-md:col-span-2 max-md:row-start-2 max-md:max-w-none max-md:py-0 md:max-xl:w-[29%] md:w-[41%]">
        <span className={cn("quality-words", tone)}>
          <MaskIcon name={icon} />
          <span className={cn("min-w-0", isLoud && "font-medium")}>
            {`${words} `}
            {since && isLoud ? (
              <RelativeTime at={since} ago className="whitespace-nowrap font-normal text-12 text-fg-subtle" />
            ) : null}
          </span>
          {isUnwatched && mayGuard ? (
            <TextLink href={guardsPath(workspace, prompt, environment)} className="shrink-0 text-12">
              Watch it<span className="sr-only">{`: ${prompt}`}</span>
            </TextLink>
          ) : null}
        </span>
      </Cell>
      <Cell className="max-md:col-start-1 max-md:row-start-3">
        {metric ? (
          <Sparkline
            label={trendWords(row)}
            values={trend.map((day) => day.value)}
            least={leastSpan(metric.name, value)}
            isOpen={isEndOpen(trend)}
            releases={trend.flatMap(({ isRelease }, index) => (isRelease ? [index] : []))}
            tone={change === "worse" ? "negative" : change === "better" ? "positive" : "neutral"}
          />
        ) : null}
      </Cell>
      <Cell end className="whitespace-nowrap md:py-1 md:pl-4 max-md:col-start-2 max-md:row-start-3 max-md:py-0">
        {metric ? (
          <>
            {formatLive(metric.name, value)}
            <span className="block text-12 text-fg-muted leading-4">{metric.label.toLowerCase()}</span>
          </>
        ) : null}
      </Cell>
      <Cell end className="text-fg-muted max-xl:hidden">
        {scores > 0 && metric ? (
          <RowsLink
            href={
              isLinked
                ? withQuery(`/${workspace}/requests`, {
                    prompt,
                    environment,
                    metric: metric.name,
                    from: scoresFrom(trend),
                  })
                : null
            }
            className="text-fg-muted"
          >
            {formatCount(scores)}
          </RowsLink>
        ) : null}
      </Cell>
      <Cell className="max-w-0 last:pr-6 md:pl-4 max-md:col-span-2 max-md:row-start-4 max-md:max-w-none max-md:pl-0 max-md:last:pr-0 md:max-xl:w-[15%] md:w-[13%]">
        {waits ? (
          <Waiting prompt={prompt} waits={waits} promptHref={promptPath(workspace, prompt, { tab: "history" })} />
        ) : null}
      </Cell>
    </Row>
  );
}

type WaitingProps = { prompt: string; waits: QualityWait; promptHref: string };

/** A pending task at a prompt: an open change request, or a version newer than the live one. */
function Waiting({ prompt, waits, promptHref }: WaitingProps) {
  const workspace = useWorkspace();
  const ofPrompt = <span className="sr-only">{`: ${prompt}`}</span>;
  if (waits.kind === "ahead")
    return (
      <TextLink href={promptHref} className="inline-block max-w-full truncate align-middle">
        {`v${waits.version} in ${waits.environment}`}
        {ofPrompt}
      </TextLink>
    );
  return (
    <span className="block truncate">
      <TextLink href={changePath(workspace, waits.number)} title={waits.title}>
        {`v${waits.version} in review`}
        {ofPrompt}
      </TextLink>
      {waits.more > 0 ? <span className="text-fg-muted">{`, ${waits.more} more`}</span> : null}
    </span>
  );
}

type Look = { icon: MaskIconName; tone: string };

const negative = "text-negative";
const muted = "text-fg-muted";

/** The icon of each status. Each has a distinct shape; only better and worse have a colour. */
const statusLooks: Record<QualityStatus, Look> = {
  worse: { icon: "trending-down", tone: negative },
  suspect: { icon: "trending-down", tone: "text-warning" },
  rolled_back: { icon: "undo-2", tone: negative },
  inconclusive: { icon: "scale", tone: "text-warning" },
  waiting: { icon: "hourglass", tone: muted },
  cooling_down: { icon: "hourglass", tone: muted },
  watching: { icon: "check", tone: "text-fg" },
  off: { icon: "eye-off", tone: muted },
  not_watched: { icon: "eye-off", tone: muted },
  nothing_live: { icon: "minus", tone: muted },
};
