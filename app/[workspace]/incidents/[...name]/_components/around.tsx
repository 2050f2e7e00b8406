"use client";

import dynamic from "next/dynamic";
import { ChartSection } from "@/components/charts/chart-section";
import type { TrendMark } from "@/components/charts/trend";
import { ClockTime } from "@/components/ui/clock-time";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { formatTime } from "@/components/ui/time-format";
import { useTimeZone } from "@/components/ui/time-zone";
import type { ActorView } from "@/lib/auth/actor-view";
import { formatCount } from "@/lib/experiments/results/figures";
import type { Incident } from "@/lib/guards/queries/incident";

const LateIncidentChart = dynamic(
  () => import("@/components/charts/incident-chart").then((module) => module.IncidentChart),
  {
    ssr: false,
    loading: () => (
      <Loading label="Loading the chart" className="h-[420px]">
        <Skeleton className="h-full w-full" />
      </Loading>
    ),
  },
);

type Props = {
  incident: Pick<
    Incident,
    "steps" | "span" | "now" | "release" | "endedBy" | "crossedAt" | "alert" | "metric" | "total"
  >;
  links: readonly { href: string; label: string; current: boolean }[];
};

/** Returns the first name of a person: "Mara". For a key, returns the whole name. */
const first = ({ kind, name }: ActorView) => (kind === "user" ? (name.split(" ")[0] ?? name) : name);

function marksOf({ release, endedBy, crossedAt, alert }: Props["incident"], zone: string): TrendMark[] {
  const clock = (iso: string) => formatTime(Date.parse(iso), zone);
  const at = (iso: string) => Date.parse(iso);
  const found = crossedAt ?? alert?.at;
  const byItself = endedBy?.kind === "auto-rollback";
  return [
    {
      at: at(release.at),
      kind: "release",
      title: `v${release.toVersion} released`,
      note: `${clock(release.at)}, ${first(release.actor)}`,
    },
    ...(found ? [{ at: at(found), kind: "alert" as const, title: "Found worse", note: clock(found) }] : []),
    ...(endedBy
      ? [
          {
            at: at(endedBy.at),
            kind: byItself ? ("by-itself" as const) : ("release" as const),
            title: `v${endedBy.toVersion} live`,
            note: `${clock(endedBy.at)}, ${byItself ? "automatically" : first(endedBy.actor)}`,
          },
        ]
      : []),
  ];
}

/** Charts the counted answers and failures over time against the boundary of the sequential test. */
export function Around({ incident, links }: Props) {
  const zone = useTimeZone();
  const { steps, span, now, metric, total, release, endedBy } = incident;
  if (!metric) return null;
  const version = release.toVersion;
  const { at: lastAt = 0, counted: last } = steps.findLast(({ counted }) => counted !== null) ?? {};
  const until = Math.min(now, endedBy ? Date.parse(endedBy.at) : now);
  // The chart may end before the version did. The headline then counts more answers.
  const by = lastAt + span.stepMs < until ? ` by ${formatTime(lastAt + span.stepMs, zone)}` : "";
  const step = span.stepMs === 60_000 ? "minute" : `${Math.round(span.stepMs / 60_000)} minutes`;
  const title = "What happened, minute by minute?";
  const before = metric.baseline ? `v${metric.baseline.version}` : "";
  return (
    <ChartSection
      title={title}
      note={
        metric.kind === "rate"
          ? `“${metric.label}”, by ${step}. The test looks at every answer as it comes, so looking early does not make it wrong. The boundary counts each answer once; the guard also corrects for users with several answers.`
          : `“${metric.label}”, scored answers by ${step}.`
      }
      extra={<SegmentedLinks label="Time around it" items={links.map((link) => ({ ...link }))} />}
      chart={
        <LateIncidentChart
          label={`${title} v${version}: ${total.bad} of ${total.n} did not pass.`}
          span={span}
          now={now}
          steps={steps}
          marks={marksOf(incident, zone)}
          panels={{
            bars: `Scored answers, by ${step}`,
            counted: `Answers of v${version} that did not pass, counted up since its release`,
          }}
          words={{
            bars: `Above: scored answers by ${step}, red: did not pass.`,
            counted: `v${version}, ${formatCount(last?.bad ?? 0)} of ${formatCount(last?.n ?? 0)}${by}`,
            boundary: "Boundary of the test",
            expected: last?.expected == null ? "" : `${before} would have ${formatCount(last.expected)}`,
          }}
        />
      }
      table={
        <Table
          caption={title}
          columns={[
            { name: "From", className: "text-left" },
            { name: "Answers", end: true },
            { name: "Not passed", end: true },
            { name: `v${version}, since release`, end: true },
            { name: "Boundary", end: true },
          ]}
        >
          {steps.map(({ at, good, bad, counted }) => (
            <Row key={at}>
              <RowHead className="text-left font-normal">
                <ClockTime at={new Date(at).toISOString()} />
              </RowHead>
              <Cell end>{formatCount(good + bad)}</Cell>
              <Cell end>{formatCount(bad)}</Cell>
              <Cell end>{counted ? `${formatCount(counted.bad)} of ${formatCount(counted.n)}` : "–"}</Cell>
              <Cell end>{counted?.boundary == null ? "–" : formatCount(counted.boundary)}</Cell>
            </Row>
          ))}
        </Table>
      }
    />
  );
}
