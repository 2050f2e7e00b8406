import { toCsv } from "@/lib/core/csv";
import type { ExperimentResults } from "./schema";

const columns = [
  "part",
  "at",
  "variant",
  "metric",
  "role",
  "users",
  "interactions",
  "baseline",
  "value",
  "difference",
  "low",
  "high",
  "confidence",
  "p",
  "adjusted_p",
  "reading",
] as const;
type Column = (typeof columns)[number];
type Line = Partial<Record<Column, string | number | null>>;

/** The parts of the file. Each chart and table of the page is a part. */
export const csvParts = [
  "variants",
  "metrics",
  "timeline",
  "days",
  "uses",
  "segments",
  "checks",
  "weights",
  "speed",
] as const;
export type CsvPart = (typeof csvParts)[number];

const low = ([bound]: readonly [number | null, number | null]) => bound;
const high = ([, bound]: readonly [number | null, number | null]) => bound;

const parts: Record<CsvPart, (results: ExperimentResults) => Line[]> = {
  variants: ({ variants }) =>
    variants.map(({ key, users, interactions, weight }) => ({ variant: key, users, interactions, value: weight })),
  metrics: ({ verdict, live }) =>
    verdict && verdict.comparisons.length > 0
      ? [
          ...verdict.comparisons.map(({ interval, adjustedP, margin: _, test: __, ...one }) => ({
            ...one,
            low: low(interval),
            high: high(interval),
            adjusted_p: adjustedP,
          })),
          ...(verdict.netValue?.comparisons ?? []).map(({ interval, users: _, costKnown: __, ...one }) => ({
            ...one,
            metric: "net_value_per_user",
            role: "net value",
            low: low(interval),
            high: high(interval),
          })),
        ]
      : live.map(({ interval, margin: _, ...one }) => ({
          ...one,
          low: low(interval),
          high: high(interval),
          reading: "always-valid range",
        })),
  timeline: ({ timeline, primaryMetric: metric }) =>
    timeline.map(({ interval, ...one }) => ({ ...one, metric, low: low(interval), high: high(interval) })),
  days: ({ days, primaryMetric: metric }) =>
    days.flatMap(({ day, arms, differences }) =>
      arms.map(({ variant, users, interactions, value }) => {
        const found = differences.find((one) => one.variant === variant);
        const interval = found?.interval ?? [null, null];
        const difference = found?.difference ?? null;
        return {
          at: day,
          variant,
          metric,
          users,
          interactions,
          value,
          difference,
          low: interval[0],
          high: interval[1],
        };
      }),
    ),
  uses: ({ uses, primaryMetric: metric }) =>
    uses.flatMap(({ from, to, arms, differences }) =>
      arms.map(({ variant, users, uses: interactions, value }) => {
        const found = differences.find((one) => one.variant === variant);
        const [least, most] = found?.interval ?? [null, null];
        const at = `use ${from}${to === from ? "" : to === null ? " and later" : ` to ${to}`}`;
        const line = { at, variant, metric, role: "exploratory", users, interactions, value };
        return { ...line, difference: found?.difference ?? null, low: least, high: most };
      }),
    ),
  segments: ({ segments, primaryMetric: metric }) =>
    segments.flatMap(({ attribute, value: name, arms, differences }) =>
      arms.map(({ variant, users, interactions, value }) => {
        const found = differences.find((one) => one.variant === variant);
        const [least, most] = found?.interval ?? [null, null];
        const at = `${attribute}: ${name || "other values"}`;
        const line = { at, variant, metric, role: "exploratory", users, interactions, value };
        const tested = { p: found?.p ?? null, adjusted_p: found?.adjustedP ?? null, reading: found?.reading ?? null };
        return { ...line, ...tested, difference: found?.difference ?? null, low: least, high: most };
      }),
    ),
  checks: ({ health }) => health.checks.map(({ id, result, seen }) => ({ metric: id, reading: `${result}: ${seen}` })),
  weights: ({ bandit }) =>
    (bandit?.weights ?? []).flatMap(({ at, weights }) =>
      Object.entries(weights).map(([variant, value]) => ({ at, variant, value })),
    ),
  speed: ({ speed }) =>
    speed.flatMap(({ variant, latencyMs, ttftMs }) => [
      ...(latencyMs ? [{ variant, metric: "latency_p50", value: latencyMs.p50 }] : []),
      ...(latencyMs ? [{ variant, metric: "latency_p95", value: latencyMs.p95 }] : []),
      ...(ttftMs ? [{ variant, metric: "ttft_p50", value: ttftMs.p50 }] : []),
      ...(ttftMs ? [{ variant, metric: "ttft_p95", value: ttftMs.p95 }] : []),
    ]),
};

/** The results as CSV (RFC 4180), with one number per line: all parts, or only one. Pure. */
export function toResultsCsv(results: ExperimentResults, only?: CsvPart): string {
  const lines = csvParts
    .filter((part) => only === undefined || part === only)
    .flatMap((part) => parts[part](results).map((line) => ({ ...line, part })));
  const rows = lines.map((line: Line) => columns.map((column) => line[column]));
  return toCsv([columns, ...rows]);
}
