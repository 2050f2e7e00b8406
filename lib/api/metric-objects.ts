import { type Durations, durationBoundsMs } from "@/lib/core/durations";

type Labels = Record<string, string | number>;
type Value = { value: number; labels: Labels; metricName?: string };

/** One metric with its values, as prom-client merges and prints it. `aggregator`: how processes are put together. */
export type MetricObject = {
  name: string;
  help: string;
  type: "counter" | "gauge" | "histogram" | "summary";
  aggregator: "sum" | "min" | "max" | "first" | "average" | "omit";
  values: Value[];
};

type Sample = [labels: Labels, value: number];

const toValues = (samples: readonly Sample[]): Value[] => samples.map(([labels, value]) => ({ labels, value }));

/** A count since the start of the process; its name ends in `_total`. */
export const counter = (name: string, help: string, samples: readonly Sample[]): MetricObject => ({
  name: `understudy_${name}_total`,
  help,
  type: "counter",
  aggregator: "sum",
  values: toValues(samples),
});

/** A value of this moment. */
export const gauge = (
  name: string,
  help: string,
  samples: readonly Sample[],
  aggregator: "sum" | "min" | "max" = "sum",
): MetricObject => ({ name: `understudy_${name}`, help, type: "gauge", aggregator, values: toValues(samples) });

/** Durations, in seconds as Prometheus wants them. */
export function histogram(name: string, help: string, series: readonly [Labels, Durations][]): MetricObject {
  const full = `understudy_${name}_seconds`;
  const values = series.flatMap(([labels, durations]) => {
    const { upTo, count, sumMs } = durations.totals();
    const bucket = (le: string | number, value: number) => ({
      labels: { ...labels, le },
      value,
      metricName: `${full}_bucket`,
    });
    return [
      ...durationBoundsMs.map((bound, index) => bucket(bound / 1_000, upTo[index] ?? 0)),
      bucket("+Inf", count),
      { labels, value: sumMs / 1_000, metricName: `${full}_sum` },
      { labels, value: count, metricName: `${full}_count` },
    ];
  });
  return { name: full, help, type: "histogram", aggregator: "sum", values };
}
