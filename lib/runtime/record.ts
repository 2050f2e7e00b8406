import type { Content } from "@/lib/template/content";

/** What resolve serves of one version in one environment, as the database holds it and Redis carries it. */
export type VersionRecord = {
  promptId: string;
  name: string;
  /** The former name it was asked for by; not there when it was its own. */
  asked?: string;
  environment: string;
  versionId: string;
  version: number;
  contentHash: string;
  content: Content;
};

type Unchecked = { [Field in keyof VersionRecord]?: unknown };

const isText = (value: unknown): value is string => typeof value === "string";
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isOptional = (value: unknown, check: (value: unknown) => boolean) =>
  value === undefined || value === null || check(value);
const isListOf = (value: unknown, check: (item: Record<string, unknown>) => boolean) =>
  Array.isArray(value) && value.every((item) => isObject(item) && check(item));

/**
 * The record, if it can be served; null when anything it needs is missing or of the wrong kind. Looser than the schema
 * for saving: fields it does not know are kept, as a newer version of the application may have written them.
 */
export function toRecord(value: unknown): VersionRecord | null {
  if (!isObject(value)) return null;
  const { promptId, name, asked, environment, versionId, version, contentHash, content }: Unchecked = value;
  if (asked !== undefined && !isText(asked)) return null;
  if (!isText(promptId) || !isText(name) || !isText(environment)) return null;
  if (!isText(versionId) || !isText(contentHash) || !Number.isSafeInteger(version)) return null;
  if (!isContent(content)) return null;
  return {
    promptId,
    name,
    ...(asked !== undefined && { asked }),
    environment,
    versionId,
    version: Number(version),
    contentHash,
    content,
  };
}

/** The record behind a JSON text; null when it is not one. */
export function parseRecord(text: string): VersionRecord | null {
  try {
    return toRecord(JSON.parse(text));
  } catch {
    return null;
  }
}

function isContent(value: unknown): value is Content {
  if (!isObject(value) || (value.type !== "chat" && value.type !== "text")) return false;
  const { messages, examples, model, variables, responseSchema, tools } = value as Partial<
    Record<keyof Content, unknown>
  >;
  return (
    Array.isArray(messages) &&
    messages.length > 0 &&
    messages.every(
      (entry) => isObject(entry) && (isText(entry.placeholder) || (isText(entry.role) && isText(entry.content))),
    ) &&
    isOptional(examples, (list) => isListOf(list, ({ input, output }) => isText(input) && isText(output))) &&
    isOptional(variables, (list) => isListOf(list, ({ name, type }) => isText(name) && isText(type))) &&
    isOptional(model, (given) => isObject(given) && isText(given.provider) && isText(given.name)) &&
    isOptional(responseSchema, isObject) &&
    isOptional(tools, (list) => isListOf(list, () => true))
  );
}
