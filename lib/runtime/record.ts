import { isRecord } from "@/lib/core/records";
import type { Content } from "@/lib/template/content";
import type { ExperimentRecord, HoldbackRecord } from "./choose";
import { toExperimentRecord } from "./record-experiment";

/** The part of a record that belongs to the version. */
export type ServedVersion = { versionId: string; version: number; contentHash: string; content: Content };

/** What resolve serves for one version in one environment, as stored in the database and in Redis. */
export type VersionRecord = {
  promptId: string;
  name: string;
  /** The former name in the request. Absent if the current name was used. */
  asked?: string;
  environment: string;
  /** The running experiment, with its versions other than the released one. */
  experiment?: ExperimentRecord & { versions: ServedVersion[] };
  /** The previous version, with the share and end of its holdback. */
  control?: HoldbackRecord & ServedVersion;
} & ServedVersion;

type Unchecked = { [Field in keyof VersionRecord]?: unknown };

const isText = (value: unknown): value is string => typeof value === "string";
const isOptional = (value: unknown, check: (value: unknown) => boolean) =>
  value === undefined || value === null || check(value);
const isListOf = (value: unknown, check: (item: Record<string, unknown>) => boolean) =>
  Array.isArray(value) && value.every((item) => isRecord(item) && check(item));

/**
 * Parses a record. Null if a required field is missing or has the wrong type. It is less strict than the schema for
 * saving: unknown fields are kept, because a newer version of Understudy may have written them.
 */
export function toRecord(value: unknown): VersionRecord | null {
  if (!isRecord(value)) return null;
  const { promptId, name, asked, environment }: Unchecked = value;
  const served = toVersion(value);
  if (!served) return null;
  if (asked !== undefined && !isText(asked)) return null;
  if (!isText(promptId) || !isText(name) || !isText(environment)) return null;
  const experiment = toExperiment(value.experiment, served.version);
  const control = toHoldbackRecord(value.control);
  return {
    promptId,
    name,
    ...(asked !== undefined && { asked }),
    environment,
    ...served,
    ...(experiment && { experiment }),
    ...(control && { control }),
  };
}

function toVersion(value: unknown): ServedVersion | null {
  if (!isRecord(value)) return null;
  const { versionId, version, contentHash, content }: Unchecked = value;
  if (!isText(versionId) || !isText(contentHash) || !Number.isSafeInteger(version)) return null;
  return isContent(content) ? { versionId, version: Number(version), contentHash, content } : null;
}

/**
 * Parses an experiment. Null if one of its versions cannot be read, because serving only some variants would be another
 * experiment.
 */
function toExperiment(value: unknown, released: number): VersionRecord["experiment"] | null {
  const experiment = toExperimentRecord(value);
  if (!experiment || !isRecord(value)) return null;
  const parsed = Array.isArray(value.versions) ? value.versions.map(toVersion) : [];
  const versions = parsed.filter((version) => version !== null);
  const numbers = [released, ...versions.map(({ version }) => version)];
  const isWhole = experiment.variants.every(({ version }) => numbers.includes(version));
  return isWhole ? { ...experiment, versions } : null;
}

function toHoldbackRecord(value: unknown): VersionRecord["control"] | null {
  const version = toVersion(value);
  if (!version || !isRecord(value)) return null;
  const { seed, share, until } = value;
  return isText(seed) && Number.isFinite(share) && Number.isFinite(until)
    ? { ...version, seed, share: Number(share), until: Number(until) }
    : null;
}

/** Parses a record from JSON text. Null if it is invalid. */
export function parseRecord(text: string): VersionRecord | null {
  try {
    return toRecord(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Whether a message has text or parts. A text part must have a text. Other parts are checked when they are filled. */
const isMessageContent = (value: unknown) =>
  isText(value) || isListOf(value, ({ type, text }) => isText(type) && (type !== "text" || isText(text)));

function isContent(value: unknown): value is Content {
  if (!isRecord(value) || (value.type !== "chat" && value.type !== "text")) return false;
  const { messages, examples, model, variables, responseSchema, responseFormat, tools } = value as Partial<
    Record<keyof Content, unknown>
  >;
  return (
    Array.isArray(messages) &&
    messages.length > 0 &&
    messages.every(
      (entry) =>
        isRecord(entry) && (isText(entry.placeholder) || (isText(entry.role) && isMessageContent(entry.content))),
    ) &&
    isOptional(examples, (list) =>
      isListOf(list, ({ input, output }) => isMessageContent(input) && isMessageContent(output)),
    ) &&
    isOptional(variables, (list) => isListOf(list, ({ name, type }) => isText(name) && isText(type))) &&
    isOptional(model, (value) => isRecord(value) && isText(value.provider) && isText(value.name)) &&
    isOptional(responseSchema, isRecord) &&
    isOptional(responseFormat, isRecord) &&
    isOptional(tools, (list) => isListOf(list, () => true))
  );
}
