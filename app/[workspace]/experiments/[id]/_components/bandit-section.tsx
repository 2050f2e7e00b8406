"use client";

import { Explained } from "@/app/_components/explained";
import { ChartSection } from "@/components/charts/chart-section";
import { seriesLook } from "@/components/charts/series";
import { SectionHead } from "@/components/ui/section-head";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { type MetricName, metrics } from "@/lib/experiments/metrics";
import { formatCount, formatMetric, formatShare } from "@/lib/experiments/results/figures";
import type { ExperimentResults } from "@/lib/experiments/results/schema";
import { regretWords } from "@/lib/experiments/results/sentences";
import { shortTime, versionName } from "@/lib/experiments/results/words";
import { LateShareChart } from "./late-charts";

const metricNames = Object.keys(metrics) as MetricName[];
const none = { value: null, numerator: null, denominator: null };

function Arms({ results: { bandit, variants, primaryMetric } }: { results: ExperimentResults }) {
  if (!bandit) return null;
  const { label } = metrics[primaryMetric];
  return (
    <section className="px-6 pt-3.5 pb-3.5 max-md:px-4">
      <SectionHead
        title="Which version is best, and who gets it?"
        note={`Chances by ${label.toLowerCase()}. A version keeps at least ${formatShare(bandit.floor, 0)}.`}
      />
      <Table
        caption="Chance of being the best and share of users by version"
        columns={[
          "Version",
          { name: "Users", end: true, className: "max-md:hidden" },
          { name: label, end: true },
          { name: <Explained>Chance to be best</Explained>, className: "w-[38%] pl-4" },
          { name: "Share now", end: true },
        ]}
      >
        {variants.map((one, index) => {
          const arm = bandit.arms.find(({ variant }) => variant === one.key);
          const chance = arm?.probabilityBest ?? null;
          return (
            <Row key={one.key}>
              <RowHead className="text-left font-medium">
                {`${versionName(one)} `}
                <span className="ml-2 font-normal text-12 text-fg-subtle max-md:hidden">{one.key}</span>
              </RowHead>
              <Cell end className="max-md:hidden">
                {formatCount(one.users)}
              </Cell>
              <Cell end>{formatMetric(primaryMetric, one.metrics[primaryMetric] ?? none)}</Cell>
              <Cell className="pl-4">
                {chance === null ? (
                  <span className="text-fg-muted">{`after ${bandit.burnIn} users`}</span>
                ) : (
                  <span className="flex items-center gap-2">
                    <svg aria-hidden="true" width="100%" height="8" className="min-w-0 flex-1">
                      <rect width="100%" height="8" rx="2" className="fill-surface-hover" />
                      <rect
                        width={`${Math.max(0.5, chance * 100)}%`}
                        height="8"
                        rx="2"
                        fill={seriesLook(index).colour}
                      />
                    </svg>
                    <span className="w-14 shrink-0 text-right tabular-nums">{chanceWords(chance)}</span>
                  </span>
                )}
              </Cell>
              <Cell end>{formatShare(arm?.weight ?? 0, 0)}</Cell>
            </Row>
          );
        })}
      </Table>
      <p className="mt-2 max-w-[72ch] text-12 text-fg-muted">
        {`${regretWords(primaryMetric, bandit.regretSaved)}The numbers are slightly biased, because traffic follows them.`}
      </p>
    </section>
  );
}

/** All measurements, one column per version below its share. Without comparisons, because a bandit makes none. */
function Measures({ results: { bandit, variants, primaryMetric } }: { results: ExperimentResults }) {
  const measured = metricNames.filter((name) =>
    variants.some(({ metrics: own }) => (own[name]?.value ?? null) !== null),
  );
  if (!bandit || measured.length === 0) return null;
  const ordered = [...measured].sort((a, b) => Number(b === primaryMetric) - Number(a === primaryMetric));
  const shareOf = (key: string) => bandit.arms.find(({ variant }) => variant === key)?.weight ?? 0;
  return (
    <section className="border-line border-t px-6 pt-3.5 pb-3.5 max-md:px-4">
      <SectionHead
        title="What does each version do?"
        note="Values without a comparison: traffic follows the primary metric."
      />
      <section aria-label="Every metric by version" tabIndex={0} className="overflow-x-auto">
        <Table
          caption="Every metric by version, with its share of users"
          className="min-w-[480px]"
          columns={[
            "Metric",
            ...variants.map((one) => ({
              end: true,
              name: (
                <>
                  <span className="font-medium text-fg">{`${versionName(one)} `}</span>
                  <span className="ml-1.5">{formatShare(shareOf(one.key), 0)}</span>
                </>
              ),
            })),
          ]}
        >
          {ordered.map((name) => (
            <Row key={name}>
              <RowHead className="text-left font-medium">
                {`${metrics[name].label} `}
                <span className="ml-2 font-normal text-12 text-fg-subtle">
                  {name === primaryMetric ? "primary" : metrics[name].kind === "rate" ? metrics[name].base : ""}
                </span>
              </RowHead>
              {variants.map((one) => (
                <Cell key={one.key} end className="h-auto py-1.5">
                  {formatMetric(name, one.metrics[name] ?? none)}
                  <span className="block text-12 text-fg-subtle">
                    {one.metrics[name] ? `${formatCount(one.metrics[name].users)} users` : ""}
                  </span>
                </Cell>
              ))}
            </Row>
          ))}
        </Table>
      </section>
    </section>
  );
}

function chanceWords(chance: number): string {
  if (chance > 0.999) return ">\u00a099.9\u00a0%";
  if (chance < 0.001) return "<\u00a00.1\u00a0%";
  return formatShare(chance, 1);
}

/** The results of a bandit: probabilities, shares over time and the regret that it saved. No verdict. */
export function BanditSection({ results, csvHref }: { results: ExperimentResults; csvHref: string | undefined }) {
  const { bandit, variants } = results;
  if (!bandit) return null;
  const series = variants.map((one) => ({ key: one.key, name: versionName(one) }));
  const now = { at: results.asOf ?? "", weights: bandit.weights.at(-1)?.weights ?? {} };
  const points = [...bandit.weights, ...(now.at ? [now] : [])].map(({ at, weights }) => ({
    at: Date.parse(at),
    shares: weights,
  }));
  return (
    <>
      <Arms results={results} />
      <Measures results={results} />
      <div className="border-line border-t">
        <ChartSection
          title="How did traffic move?"
          note="Share of new users for each version, in percent. The dashed line is the floor."
          csvHref={csvHref}
          chart={
            <LateShareChart
              label="Share of new users by version over time"
              series={series}
              points={points}
              floor={bandit.floor}
            />
          }
          table={
            <Table
              caption="Share of new users by version over time"
              columns={["From (UTC)", ...series.map(({ name }) => ({ name, end: true }))]}
            >
              {bandit.weights.toReversed().map(({ at, batch, weights }) => (
                <Row key={batch}>
                  <RowHead className="text-left font-normal">{shortTime(at)}</RowHead>
                  {series.map(({ key }) => (
                    <Cell key={key} end>
                      {formatShare(weights[key] ?? 0)}
                    </Cell>
                  ))}
                </Row>
              ))}
            </Table>
          }
        />
      </div>
    </>
  );
}
