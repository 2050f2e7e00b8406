"use client";

import { niceTicks } from "@/components/charts/axis";
import { ChartSection } from "@/components/charts/chart-section";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { dayMs } from "@/lib/core/milliseconds";
import { shortDay } from "@/lib/core/short-day";
import { type MetricName, metrics } from "@/lib/experiments/metrics";
import { axisFigures, quantityOf } from "@/lib/experiments/results/axis";
import { formatBounds, formatCount, formatDifference } from "@/lib/experiments/results/figures";
import type { ExperimentResults, TimelinePoint } from "@/lib/experiments/results/schema";
import { shortTime, versionName } from "@/lib/experiments/results/words";
import { LateBandChart } from "./late-charts";

type Props = {
  results: Pick<
    ExperimentResults,
    "primaryMetric" | "timeline" | "variants" | "startedAt" | "verdict" | "progress" | "status" | "state"
  >;
  csvHref: string | undefined;
};

/** A domain for the line and for the band after it has settled. The wide beginning is cut off. */
function domainOf(points: readonly TimelinePoint[]): [number, number] {
  const settled = points.slice(Math.floor(points.length / 5));
  const ends = settled.flatMap(({ difference, interval: [low, high] }) => [
    difference,
    low ?? difference,
    high ?? difference,
  ]);
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const room = (high - low || 0.02) * 0.08;
  return [low - room, high + room];
}

const units: Record<(typeof metrics)[MetricName]["kind"], string> = {
  rate: "Difference in points.",
  mean: "Difference in its own unit.",
  quantile: "Difference in time.",
};

/** The difference of the primary metric as users arrive, with a band that is valid at every look. */
export function Timeline({ results, csvHref }: Props) {
  const { primaryMetric: metric, variants, verdict, progress, startedAt } = results;
  const isOpen = verdict === null;
  const [control, ...candidates] = variants;
  const note = `${units[metrics[metric].kind]} ${isOpen ? "While the band includes zero, both versions could be equal." : "The band is valid however often you look."}`;
  return candidates.map((candidate) => {
    const points = results.timeline.filter(({ variant }) => variant === candidate.key);
    const [first, last] = [points[0], points.at(-1)];
    const title = `Has it settled? ${metrics[metric].label}, ${versionName(candidate)} against ${versionName(control)}`;
    if (!first || !last || points.length < 2)
      return (
        <section key={candidate.key} className="px-6 pt-3.5 max-md:px-4">
          <h2 className="text-14">{title}</h2>
          <p className="mt-1 text-fg-muted">The chart begins with 100 users on each version.</p>
        </section>
      );
    const domain = domainOf(points);
    const figures = axisFigures(quantityOf(metric, "difference"), niceTicks(...domain));
    const planned = verdict?.asOf ?? progress.expectedAt;
    const from = Date.parse(startedAt ?? first.at);
    const until = Math.max(
      Date.parse(last.at),
      isOpen && planned && results.status === "running" ? Date.parse(planned) + dayMs / 2 : 0,
    );
    const isMarked = planned && (verdict || results.status === "running");
    return (
      <ChartSection
        key={candidate.key}
        title={title}
        note={figures.unit ? `${figures.unit}. ${note}` : note}
        csvHref={csvHref}
        chart={
          <LateBandChart
            label={`${title} ${formatDifference(metric, last.difference)} now, ${formatBounds(metric, last.interval)}.`}
            points={points.map(({ at, difference, interval: [low, high] }) => ({
              at: Date.parse(at),
              value: difference,
              low,
              high,
            }))}
            span={[from, until]}
            domain={domain}
            format={(value) => formatDifference(metric, value)}
            formatTick={figures.tick}
            {...(isMarked && {
              mark: {
                at: Date.parse(planned),
                label: verdict ? "Planned sample reached" : `Planned sample, about ${shortDay(planned)}`,
              },
            })}
            isOpen={isOpen}
            end={isOpen && results.status === "running" ? "now" : formatDifference(metric, last.difference)}
          />
        }
        table={
          <Table
            caption={title}
            columns={[
              "When (UTC)",
              { name: "Users", end: true },
              { name: "Difference", end: true },
              { name: "Always-valid range", end: true },
            ]}
          >
            {points.toReversed().map(({ at, users, difference, interval }) => (
              <Row key={at}>
                <RowHead className="text-left font-normal">{shortTime(at)}</RowHead>
                <Cell end>{formatCount(users)}</Cell>
                <Cell end>{formatDifference(metric, difference)}</Cell>
                <Cell end>{formatBounds(metric, interval)}</Cell>
              </Row>
            ))}
          </Table>
        }
      />
    );
  });
}
