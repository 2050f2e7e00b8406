import { toCsv } from "@/lib/core/csv";
import type { UsageStep } from "./usage-steps";
import type { UsageView } from "./usage-views";

const columns = [
  "name",
  "cost_usd",
  "cost_from_list_prices_usd",
  "cost_before_usd",
  "answers",
  "users_estimated",
  "failed",
  "input_tokens",
  "output_tokens",
  "cached_tokens",
  "latency_p50_ms",
  "latency_p95_ms",
];

const stepColumns = ["from", ...columns.filter((name) => name !== "cost_before_usd" && !name.startsWith("latency"))];

/** Formats the groups of each step in time as CSV, the oldest step first. Pure. */
function toStepsCsv({ steps }: UsageView): string {
  const rows = steps.map(({ at, name, costUsd, pricedUsd, interactions, users, failed, ...tokens }) => [
    at,
    name,
    costUsd,
    pricedUsd,
    interactions,
    users ?? "",
    failed,
    tokens.inputTokens,
    tokens.outputTokens,
    tokens.cachedTokens,
  ]);
  return toCsv([stepColumns, ...rows]);
}

/** Formats usage as CSV: by step if one was asked for, else for the whole range. Pure. */
export const usageCsvFor = (usage: UsageView, step: UsageStep | undefined) =>
  step ? toStepsCsv(usage) : toUsageCsv(usage);

/**
 * Formats the groups of a time range as CSV (RFC 4180), the costliest first. Texts that a spreadsheet would run get an
 * apostrophe. Pure.
 */
function toUsageCsv({ groups }: UsageView): string {
  const rows = groups.map((group) => [
    group.name,
    group.costUsd,
    group.pricedUsd,
    group.before ?? "",
    group.interactions,
    group.users ?? "",
    group.failed,
    group.inputTokens,
    group.outputTokens,
    group.cachedTokens,
    group.p50 ?? "",
    group.p95 ?? "",
  ]);
  return toCsv([columns, ...rows]);
}
