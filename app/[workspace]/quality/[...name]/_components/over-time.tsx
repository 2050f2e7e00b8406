"use client";

import dynamic from "next/dynamic";
import { Explained } from "@/app/_components/explained";
import { withQuery } from "@/app/[workspace]/_components/paths";
import { RowsLink } from "@/app/[workspace]/_components/rows-link";
import { ChartSection } from "@/components/charts/chart-section";
import { gridTicks, rollingMeans, type TrendLine, type TrendTone, trendDomain } from "@/components/charts/trend";
import { ClockTime } from "@/components/ui/clock-time";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { formatTime } from "@/components/ui/time-format";
import { useTimeZone } from "@/components/ui/time-zone";
import { shortDay } from "@/lib/core/short-day";
import { axisFigures } from "@/lib/experiments/results/axis";
import { formatCount } from "@/lib/experiments/results/figures";
import { formatLive } from "@/lib/guards/finding-words";
import { durationWords, liveQuantity } from "@/lib/guards/quality/figures";
import type { QualityLine } from "@/lib/guards/quality/lines";
import { stepWords } from "@/lib/guards/quality/range";
import type { PromptQuality } from "@/lib/guards/queries/quality-prompt";
import { keptWords } from "@/lib/requests/kept-words";
import type { QualityPageAddress } from "./state";

/** The chart loads after the page, because the page can be read without it. */
const LateTrendChart = dynamic(() => import("@/components/charts/trend-chart").then((module) => module.TrendChart), {
  ssr: false,
  loading: () => (
    <Loading label="Loading the chart" className="h-[288px]">
      <Skeleton className="h-full w-full" />
    </Loading>
  ),
});

type Props = {
  place: QualityPageAddress;
  quality: Pick<
    PromptQuality,
    "metrics" | "metric" | "lines" | "young" | "limits" | "marks" | "span" | "live" | "verdict" | "range"
  >;
  /** The version that the verdict compares with. */
  baselineVersion: number | null;
  links: readonly { href: string; label: string; current: boolean }[];
  csvHref: string;
  /** The sample of the chart: "10 % of answers are scored." */
  base: string;
  /** When the page was rendered, in ms. */
  asOf: number;
  /** From when answers are kept. Null: the person may not read them. */
  keptFrom: string | null;
};

function toneOf({ version }: QualityLine, { live, verdict }: Props["quality"], baseline: number | null): TrendTone {
  const isBad = verdict.tone === "worse" && version === verdict.about;
  if (isBad) return "bad";
  if (version === baseline) return "previous";
  return version === live?.version ? "current" : "other";
}

/** "Not drawn yet: 312 scores. A score counts when its answer is 24 h old." */
const youngNote = ({ scores, outcomeMinutes }: NonNullable<PromptQuality["young"]>) =>
  `Not drawn yet: ${formatCount(scores)} ${scores === 1 ? "score" : "scores"}. A score counts when its answer is ${durationWords(outcomeMinutes * 60_000)} old.`;

/** Charts one metric over time with a line per version. A table shows the same data. */
export function OverTime({ place, quality, baselineVersion, links, csvHref, base, asOf, keptFrom }: Props) {
  const zone = useTimeZone();
  const { metric, lines, limits, marks, span, verdict, range, young } = quality;
  if (!metric) return null;
  const hasWays = new Set(lines.map(({ series }) => series)).size > 1;
  const spread = lines.map(({ points }) => ({
    points: points.map((point) => ({ ...point, at: Date.parse(point.at) })),
  }));
  const domain = trendDomain(spread, limits, metric.kind === "rate" ? [0, 1] : undefined);
  const figures = axisFigures(liveQuantity(metric.name), gridTicks(domain));
  const written = (value: number | null) =>
    value !== null && figures.unit ? figures.fine(value) : formatLive(metric.name, value);
  const drawn = lines.map((line, index): TrendLine => {
    const points = line.points.map(({ at, ...point }) => ({ ...point, at: Date.parse(at) }));
    const isLatest = lines.findLastIndex(({ version }) => version === line.version) === index;
    return {
      key: `${line.series} ${line.version}`,
      name: `v${line.version}, ${written(rollingMeans(points, span.stepMs).at(-1) ?? null)}${hasWays && !isLatest ? ", earlier judge" : ""}`,
      tone: toneOf(line, quality, baselineVersion),
      points,
    };
  });
  const rolled = marks.findLast(({ kind }) => kind === "by-itself");
  const began = marks.findLast(({ title }) => title === `v${verdict.about} released`);
  const isBack = verdict.state === "rolled_back" && rolled && began;
  const relative = limits.some(({ isRelative }) => isRelative) && baselineVersion !== null;
  const unit = metric.kind === "rate" ? "Share" : figures.unit ? `Mean, in ${figures.unit},` : "Mean";
  const settledAt = asOf - (young?.outcomeMinutes ?? 0) * 60_000;
  const note = `${unit} ${stepWords(span)} (dots), with the 95 % interval of that step. The line is the mean over three steps. Hollow dots are steps that are not over or have few scores.${base ? ` ${base}` : ""}${
    relative ? ` The lines for alerts and rollbacks are computed from v${baselineVersion} and the guard’s margins.` : ""
  }${young ? ` ${youngNote(young)}` : ""}`;
  const heading = `${metric.label}, ${range === "24h" ? "24 hours" : range === "7d" ? "7 days" : "30 days"}`;
  return (
    <ChartSection
      title={heading}
      tabs={
        <SegmentedLinks label="Metric" items={links.map(({ href, label, current }) => ({ href, label, current }))} />
      }
      note={<Explained>{note.replaceAll(" %", "\u00a0%")}</Explained>}
      csvHref={csvHref}
      chart={
        lines.length === 0 ? (
          <p className="grid h-[288px] place-content-center rounded-lg bg-surface-sunken text-fg-muted">
            {young ? youngNote(young) : `“${metric.label}” was not measured in this time. Gaps have no data.`}
          </p>
        ) : (
          <LateTrendChart
            label={`${heading}: ${drawn.map(({ name }) => name).join("; ")}. ${marks.map(({ title, by }) => `${title} (${by})`).join(". ")}`}
            lines={drawn}
            marks={marks.map(({ at, kind, title, by }) => {
              const time = Date.parse(at);
              return { at: time, kind, title, note: range === "24h" ? `${formatTime(time, zone)}, ${by}` : by };
            })}
            limits={limits.map(({ value, label, kind }) => ({ value, label, tone: kind }))}
            span={span}
            settledAt={settledAt}
            domain={domain}
            format={written}
            formatTick={figures.tick}
            shade={isBack ? [Date.parse(began.at), Date.parse(rolled.at)] : undefined}
          />
        )
      }
      table={
        <PointTable
          place={place}
          heading={heading}
          metric={metric}
          lines={lines}
          hasWays={hasWays}
          isDaily={range === "30d"}
          stepMs={span.stepMs}
          keptFrom={keptFrom}
        />
      }
    />
  );
}

type PointTableProps = {
  place: QualityPageAddress;
  keptFrom: string | null;
  stepMs: number;
  heading: string;
  metric: NonNullable<PromptQuality["metric"]>;
  lines: readonly QualityLine[];
  /** The metric was measured in more than one way, so each row names its way. */
  hasWays: boolean;
  /** Each point is a UTC day. */
  isDaily: boolean;
};

function PointTable({ place, heading, metric, lines, hasWays, isDaily, stepMs, keptFrom }: PointTableProps) {
  const rows = lines
    .flatMap(({ version, series, label, points }) => points.map((point) => ({ ...point, version, series, label })))
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at) || b.version - a.version);
  // Requests are not told apart by how they were scored.
  const isTwice = (at: string, version: number) =>
    hasWays && rows.filter((row) => row.at === at && row.version === version).length > 1;
  const isKept = (at: string) => keptFrom !== null && Date.parse(at) >= Date.parse(keptFrom);
  const reasons =
    keptFrom === null
      ? []
      : [
          rows.some(({ at }) => !isKept(at)) && keptWords(new Date(keptFrom)),
          rows.some(({ at, version }) => isKept(at) && isTwice(at, version)) &&
            "A version that was scored in two ways at a time has two numbers there. They lead to no requests.",
        ].filter(Boolean);
  const hrefOf = (at: string, version: number) =>
    isKept(at) && !isTwice(at, version)
      ? withQuery(`/${place.workspace}/requests`, {
          prompt: place.prompt,
          environment: place.environment,
          version,
          metric: metric.name,
          from: new Date(at).toISOString(),
          to: new Date(Date.parse(at) + stepMs).toISOString(),
        })
      : null;
  const table = (
    <Table
      caption={heading}
      columns={[
        isDaily ? "Day" : "From",
        "Version",
        hasWays && "Scored by",
        { name: metric.label, end: true },
        { name: "95\u00a0% interval", end: true },
        { name: "Scores", end: true },
      ]}
    >
      {rows.map(({ at, version, series, label, n, value, low, high }) => (
        <Row key={`${at} ${version} ${series}`}>
          <RowHead className="text-left font-normal">
            {isDaily ? <time dateTime={at.slice(0, 10)}>{shortDay(at)}</time> : <ClockTime at={at} />}
          </RowHead>
          <Cell>{`v${version}`}</Cell>
          {hasWays ? <Cell className="text-fg-muted">{label}</Cell> : null}
          <Cell end>{formatLive(metric.name, value)}</Cell>
          <Cell end className="text-fg-muted">
            {low === null || high === null
              ? "–"
              : `${formatLive(metric.name, low)} to ${formatLive(metric.name, high)}`}
          </Cell>
          <Cell end>
            <RowsLink href={hrefOf(at, version)} className="text-fg">
              {formatCount(n)}
            </RowsLink>
          </Cell>
        </Row>
      ))}
    </Table>
  );
  return (
    <>
      {table}
      {reasons.length > 0 ? <p className="mt-2 text-12 text-fg-muted">{reasons.join(" ")}</p> : null}
    </>
  );
}
