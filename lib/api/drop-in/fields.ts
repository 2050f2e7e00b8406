import { isRecord } from "@/lib/core/records";
import { eventLimits } from "@/lib/telemetry/schema";

/** Values as another tool sends them. They are read leniently, because its SDK cannot be changed. */
export type Fields = Record<string, unknown>;

export const fieldsOf = (value: unknown): Fields => (isRecord(value) ? value : {});

export const textOf = (value: unknown, most = 200): string | null =>
  typeof value === "string" && value !== "" ? value.slice(0, most) : null;

export const countOf = (value: unknown): number | null =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 1e9 ? value : null;

function timeOf(value: unknown): number {
  if (typeof value === "number") return value * 1_000;
  return typeof value === "string" ? Date.parse(value) : Number.NaN;
}

/** The milliseconds between two times, given as texts or in Unix seconds; null if one is missing. */
export function latencyOf(from: unknown, to: unknown): number | null {
  const ms = timeOf(to) - timeOf(from);
  return ms >= 0 && ms <= 86_400_000 ? ms : null;
}

/** The content if an event may contain it; null if it is too large. */
export function fitting(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  return Buffer.byteLength(JSON.stringify(value)) <= eventLimits.contentBytes ? value : null;
}
