import type { LiveHour } from "@/lib/evaluation/online/queries/hours";
import { wilson } from "@/lib/experiments/statistics/proportions";
import type { QualitySpan } from "./range";

/** `at` is the start of the step. `low` and `high` are the 95 % interval; null if a single score gives none. */
type LinePoint = { at: string; n: number; value: number; low: number | null; high: number | null };

/** One version measured by one series. A change of either starts another line. */
export type QualityLine = {
  version: number;
  series: string;
  label: string;
  n: number;
  invalid: number;
  value: number | null;
  points: LinePoint[];
};

type Sums = { n: number; invalid: number; sum: number; squares: number };
const z = 1.959_963_985;

const nothing = (): Sums => ({ n: 0, invalid: 0, sum: 0, squares: 0 });

function add(sums: Sums, kind: "rate" | "mean", { n, passed, invalid, mean, sd }: LiveHour): void {
  sums.n += n;
  sums.invalid += invalid;
  if (mean === null) return;
  sums.sum += kind === "rate" ? passed : n * mean;
  sums.squares += (sd ?? 0) ** 2 * Math.max(0, n - 1) + n * mean * mean;
}

function interval(kind: "rate" | "mean", { n, sum, squares }: Sums): [number | null, number | null] {
  const mean = sum / n;
  if (kind === "rate") return wilson({ successes: sum, total: n }, 0.95);
  if (n < 2) return [null, null];
  const half = z * Math.sqrt(Math.max(0, (squares - n * mean * mean) / (n - 1)) / n);
  return [mean - half, mean + half];
}

/**
 * The hours of one metric as chart lines, by start time. A step without scores has no point, so the line has a gap.
 * Pure.
 */
export function toLines(
  hours: readonly LiveHour[],
  kind: "rate" | "mean",
  { from, to, stepMs }: QualitySpan,
): QualityLine[] {
  const lines = new Map<string, { first: LiveHour; all: Sums; steps: Map<number, Sums> }>();
  for (const row of hours.toSorted((a, b) => Date.parse(a.hour) - Date.parse(b.hour))) {
    const at = Date.parse(row.hour);
    if (at < from || at >= to) continue;
    const key = JSON.stringify([row.series, row.version]);
    const line = lines.get(key) ?? { first: row, all: nothing(), steps: new Map<number, Sums>() };
    lines.set(key, line);
    const step = from + Math.floor((at - from) / stepMs) * stepMs;
    const sums = line.steps.get(step) ?? nothing();
    line.steps.set(step, sums);
    add(sums, kind, row);
    add(line.all, kind, row);
  }
  return [...lines.values()].map(({ first: { version, series, label }, all, steps }) => ({
    version,
    series,
    label,
    n: all.n,
    invalid: all.invalid,
    value: all.n > 0 ? all.sum / all.n : null,
    points: [...steps]
      .filter(([, { n }]) => n > 0)
      .map(([at, sums]) => {
        const [low, high] = interval(kind, sums);
        return { at: new Date(at).toISOString(), n: sums.n, value: sums.sum / sums.n, low, high };
      }),
  }));
}
