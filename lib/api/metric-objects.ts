import { type Durations, durationBoundsMs } from "@/lib/core/durations";

type Labels = Record<string, string | number>;
type Value = { value: number; labels: Labels; metricName?: string };

/** A metric with its values, in prom-client's format. `aggregator` says how to combine the values of processes. */
export type MetricObject = {
  name: string;
  help: string;
  type: "counter" | "gauge" | "histogram" | "summary";
  aggregator: "sum" | "min" | "max" | "first" | "average" | "omit";
  values: Value[];
};

type Sample = [labels: Labels, value: number];

const toValues = (samples: readonly Sample[]): Value[] => samples.map(([labels, value]) => ({ labels, value }));

/** A counter since the start of the process. Its name ends in `_total`. */
export const counter = (name: string, help: string, samples: readonly Sample[]): MetricObject => ({
  name: `understudy_${name}_total`,
  help,
  type: "counter",
  aggregator: "sum",
  values: toValues(samples),
});

/** A current value. */
export const gauge = (
  name: string,
  help: string,
  samples: readonly Sample[],
  aggregator: "sum" | "min" | "max" = "sum",
): MetricObject => ({ name: `understudy_${name}`, help, type: "gauge", aggregator, values: toValues(samples) });

/** A histogram of durations, in seconds as is usual in Prometheus. */
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
