import { type MetricName, metrics } from "../metrics";

const space = "\u00a0";

/** How an axis formats numbers. `unit` is shown next to the chart if the unit does not fit at the ticks. */
type AxisFigures = {
  tick: (value: number) => string;
  /** A value next to the axis, with one more decimal. */
  fine: (value: number) => string;
  unit: string | null;
};

type Quantity = "share" | "points" | "money" | "time" | "number";
type AxisFormat = { factor: number; prefix: string; suffix: string; unit: string | null };

/** The fewest decimals that show every multiple of a step exactly; at most 8. */
function decimalsOf(step: number): number {
  const found = Array.from({ length: 8 }, (_, digits) => digits).find((digits) => {
    const scaled = step * 10 ** digits;
    return Math.round(scaled) > 0 && Math.abs(scaled - Math.round(scaled)) < 1e-6 * scaled;
  });
  return found ?? 8;
}

function writtenAs(quantity: Quantity, largest: number): AxisFormat {
  if (quantity === "share") return { factor: 100, prefix: "", suffix: `${space}%`, unit: null };
  if (quantity === "points") return { factor: 100, prefix: "", suffix: "", unit: null };
  if (quantity === "number") return { factor: 1, prefix: "", suffix: "", unit: null };
  if (quantity === "time")
    return largest >= 1000
      ? { factor: 0.001, prefix: "", suffix: `${space}s`, unit: null }
      : { factor: 1, prefix: "", suffix: `${space}ms`, unit: null };
  return largest > 0 && largest < 0.005
    ? { factor: 1000, prefix: "$", suffix: "", unit: "US dollars per 1,000 answers" }
    : { factor: 1, prefix: "$", suffix: "", unit: null };
}

/** The formats of an axis with these ticks, with enough decimals that no two ticks look alike. Pure. */
export function axisFigures(quantity: Quantity, ticks: readonly number[]): AxisFigures {
  const largest = Math.max(0, ...ticks.map(Math.abs));
  const { factor, prefix, suffix, unit } = writtenAs(quantity, largest);
  const step = ticks.length > 1 ? Math.abs((ticks[1] ?? 0) - (ticks[0] ?? 0)) : largest;
  const digits = step > 0 ? decimalsOf(Number((step * factor).toPrecision(9))) : 0;
  const write = (value: number, decimals: number) => {
    const size = Math.abs(value * factor).toFixed(decimals);
    // Points are a difference, so a gain has its sign as a loss has.
    const sign = Number(size) === 0 ? "" : value < 0 ? "−" : quantity === "points" ? "+" : "";
    return `${sign}${prefix}${size}${suffix}`;
  };
  return { tick: (value) => write(value, digits), fine: (value) => write(value, digits + 1), unit };
}

/** The quantity on the axis of a metric, as a value or as a difference of two values. */
export function quantityOf(metric: MetricName, of: "value" | "difference"): Quantity {
  const { kind } = metrics[metric];
  if (kind === "rate") return of === "value" ? "share" : "points";
  if (kind === "quantile") return "time";
  return metric === "cost" || metric === "cost_per_completion" ? "money" : "number";
}
