import { toCsv } from "@/lib/core/csv";
import type { QualityLine } from "./lines";

const columns = ["from", "version", "series", "metric", "value", "low", "high", "scores"];

/**
 * The points of a chart as CSV (RFC 4180), oldest first. Texts that a spreadsheet would execute get an apostrophe.
 * Pure.
 */
export function toQualityCsv(metric: string, lines: readonly QualityLine[]): string {
  const rows = lines
    .flatMap(({ version, series, points }) => points.map((point) => ({ ...point, version, series })))
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.version - b.version)
    .map(({ at, version, series, value, low, high, n }) => [
      at,
      version,
      series,
      metric,
      value,
      low ?? "",
      high ?? "",
      n,
    ]);
  return toCsv([columns, ...rows]);
}
