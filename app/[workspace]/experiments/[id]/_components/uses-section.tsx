"use client";

import { Explained } from "@/app/_components/explained";
import { ChartSection } from "@/components/charts/chart-section";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { type MetricName, metrics } from "@/lib/experiments/metrics";
import { axisFigures, quantityOf } from "@/lib/experiments/results/axis";
import { formatBounds, formatCount, formatDifference, formatValue } from "@/lib/experiments/results/figures";
import { lastingWords } from "@/lib/experiments/results/lasting-words";
import type { ExperimentResults, UseResults } from "@/lib/experiments/results/schema";
import { spanName, versionName } from "@/lib/experiments/results/words";
import { fewestUsers } from "@/lib/experiments/totals";
import { LateCategoryChart } from "./late-charts";

type Props = {
  results: Pick<ExperimentResults, "uses" | "variants" | "primaryMetric" | "state">;
  csvHref?: string | undefined;
};

const who =
  "Later uses come only from users who returned. Compare the versions within a step, not one step with the next.";

function noteOf({ uses, state, primaryMetric }: Props["results"]): string {
  if (state === "not_valid") return "Only users are shown: their outcomes cannot be compared.";
  if (state === "bandit") return `Exploratory; a bandit gives no differences. ${who}`;
  if (!uses.some(({ differences }) => differences.length > 0))
    return `Exploratory; no differences until the sample is reached. ${who}`;
  const lasting = lastingWords(uses, primaryMetric);
  return `${lasting ? `${lasting} ` : ""}Exploratory: the intervals are not corrected for multiple comparisons. ${who}`;
}

type IntervalProps = { metric: MetricName; interval: UseResults["arms"][number]["interval"] | undefined };

/** "62.1 % to 68.0 %", lighter, below a value. */
function IntervalWords({ metric, interval }: IntervalProps) {
  const [low, high] = interval ?? [null, null];
  if (low === null || high === null) return null;
  return (
    <span className="block text-12 text-fg-subtle">{`${formatValue(metric, low)} to ${formatValue(metric, high)}`}</span>
  );
}

/** The effect by the user's first, second and later uses, to detect a novelty effect. */
export function UsesSection({ results, csvHref }: Props) {
  const { uses, variants, primaryMetric: metric, state } = results;
  if (uses.length === 0) return null;
  const title = `Is it only new? ${metrics[metric].label} by the user’s first, second and later uses`;
  const [, ...candidates] = variants;
  const shareOf = ({ arms }: UseResults, key: string) => arms.find(({ variant }) => variant === key)?.value ?? null;
  const hasDifferences = uses.some(({ differences }) => differences.length > 0);
  const table = (
    <Table
      caption={title}
      columns={[
        "Use",
        ...variants.map((variant) => ({ name: `${versionName(variant)} users`, end: true })),
        ...variants.map((variant) => ({ name: versionName(variant), end: true })),
        ...(hasDifferences
          ? candidates.map((candidate) => ({ name: `${versionName(candidate)}: change`, end: true }))
          : []),
      ]}
    >
      {uses.map((use) => (
        <Row key={use.from}>
          <RowHead className="text-left">{spanName(use)}</RowHead>
          {variants.map(({ key }) => (
            <Cell key={key} end>
              {formatCount(use.arms.find(({ variant }) => variant === key)?.users ?? 0)}
            </Cell>
          ))}
          {variants.map(({ key }) => (
            <Cell key={key} end>
              {formatValue(metric, shareOf(use, key))}
              <IntervalWords metric={metric} interval={use.arms.find(({ variant }) => variant === key)?.interval} />
            </Cell>
          ))}
          {hasDifferences
            ? candidates.map(({ key }) => {
                const one = use.differences.find(({ variant }) => variant === key);
                return (
                  <Cell key={key} end>
                    {one
                      ? `${formatDifference(metric, one.difference)} (${formatBounds(metric, one.interval)})`
                      : `fewer than ${fewestUsers} users`}
                  </Cell>
                );
              })
            : null}
        </Row>
      ))}
    </Table>
  );
  const chart = (
    <LateCategoryChart
      label={title}
      series={variants.map((variant) => ({ key: variant.key, name: versionName(variant) }))}
      points={uses.map((use) => ({
        name: spanName(use),
        note: `n ${use.arms.map(({ users }) => formatCount(users)).join(" / ")}`,
        values: Object.fromEntries(
          use.arms.map(({ variant, users, value }) => [variant, users < fewestUsers ? null : value]),
        ),
        intervals: Object.fromEntries(
          use.arms.map(({ variant, interval }) => {
            const [low, high] = interval ?? [null, null];
            return [variant, low === null || high === null ? null : ([low, high] as const)];
          }),
        ),
      }))}
      format={(value) => formatValue(metric, value)}
      formatTicks={(ticks) => axisFigures(quantityOf(metric, "value"), ticks).tick}
    />
  );
  return (
    <div className="mt-4 [&>section>*]:max-w-[976px]">
      <ChartSection
        title={title}
        csvHref={csvHref}
        table={table}
        note={<Explained>{noteOf(results)}</Explained>}
        chart={state === "not_valid" ? table : chart}
      />
    </div>
  );
}
