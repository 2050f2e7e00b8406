import { toCsv } from "@/lib/core/csv";
import type { UsageView } from "./usage-views";

const columns = [
  "name",
  "cost_usd",
  "cost_from_list_prices_usd",
  "cost_before_usd",
  "answers",
  "failed",
  "input_tokens",
  "output_tokens",
  "cached_tokens",
  "latency_p50_ms",
  "latency_p95_ms",
];

/**
 * Formats the groups of a time range as CSV (RFC 4180), the costliest first. Texts that a spreadsheet would run get an
 * apostrophe. Pure.
 */
export function toUsageCsv({ groups }: UsageView): string {
  const rows = groups.map((group) => [
    group.name,
    group.costUsd,
    group.pricedUsd,
    group.before ?? "",
    group.interactions,
    group.failed,
    group.inputTokens,
    group.outputTokens,
    group.cachedTokens,
    group.p50 ?? "",
    group.p95 ?? "",
  ]);
  return toCsv([columns, ...rows]);
}
