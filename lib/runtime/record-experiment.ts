import { isRecord } from "@/lib/core/records";
import type { Range } from "@/lib/experiments/assignment";
import type { ExperimentRecord } from "./choose";

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const isText = (value: unknown): value is string => typeof value === "string";
const isRange = (value: unknown): value is Range => Array.isArray(value) && value.length === 2 && value.every(isNumber);

/** Parses a running experiment from a JSON value. Null if a required field is missing or has the wrong type. */
export function toExperimentRecord(value: unknown): ExperimentRecord | null {
  if (!isRecord(value)) return null;
  const { id, phase, batch, seed, trafficShare, group, variants } = value;
  if (!isText(id) || !isText(seed) || !isNumber(phase) || !isNumber(batch) || !isNumber(trafficShare)) return null;
  if (!Array.isArray(variants) || variants.length === 0 || !variants.every(isVariant)) return null;
  const part = toGroup(group);
  if (part === undefined) return null;
  return { id, phase, batch, seed, trafficShare, group: part, variants };
}

function isVariant(value: unknown): value is ExperimentRecord["variants"][number] {
  return isRecord(value) && isText(value.key) && isNumber(value.version) && isNumber(value.weight);
}

function toGroup(value: unknown): ExperimentRecord["group"] | undefined {
  if (value === null || value === undefined) return null;
  if (!isRecord(value) || !isText(value.name)) return undefined;
  return Array.isArray(value.ranges) && value.ranges.every(isRange)
    ? { name: value.name, ranges: value.ranges }
    : undefined;
}
