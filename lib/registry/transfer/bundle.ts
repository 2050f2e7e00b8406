import { canonicalJson, sha256Hex } from "@/lib/core/hash";
import type { Content } from "@/lib/template/content";
import { type IncomingPrompt, type IncomingVersion, isFields, Sink, tagsOf, textOf, textsOf } from "./format";

/** One version in a bundle. */
export type BundleVersion = {
  version: number;
  content: Content;
  contentHash: string;
  message: string;
  author: string;
  createdAt: string;
};

/** One prompt in a bundle: its versions oldest first. */
export type BundlePrompt = {
  name: string;
  description: string;
  tags: string[];
  aliases: string[];
  versions: BundleVersion[];
  deployments: { environment: string; version: number }[];
};

/** Our own export: everything a prompt is, as JSON. */
export type Bundle = {
  format: "understudy";
  formatVersion: 1;
  exportedAt: string;
  workspace: string;
  prompts: BundlePrompt[];
};

/** Puts prompts into a bundle. */
export function writeBundle(workspace: string, exportedAt: string, prompts: BundlePrompt[]): Bundle {
  return { format: "understudy", formatVersion: 1, exportedAt, workspace, prompts };
}

/** Whether a JSON value says that it is our bundle. */
export function isBundle(value: unknown): value is Record<string, unknown> {
  return isFields(value) && value.format === "understudy";
}

/** Reads a bundle; a version whose hash does not fit its content cannot be imported. */
export function readBundle(value: Record<string, unknown>): IncomingPrompt[] | string {
  if (value.formatVersion !== 1)
    return `This bundle has the format version ${String(value.formatVersion)}; this Understudy reads version 1.`;
  if (!Array.isArray(value.prompts)) return "The bundle has no list of prompts.";
  return value.prompts.map((prompt, index) => readPrompt(prompt, `/prompts/${index}`));
}

function readPrompt(value: unknown, pointer: string): IncomingPrompt {
  const sink = new Sink();
  const fields = isFields(value) ? value : {};
  const name = textOf(fields.name);
  if (name === null) sink.refuse(`${pointer}/name`, "The prompt has no name.");
  const list = Array.isArray(fields.versions) ? fields.versions : [];
  if (list.length === 0) sink.refuse(`${pointer}/versions`, "The prompt has no versions.");
  const labels = liveLabels(fields.deployments);
  const versions = list
    .map((version, index) => readVersion(version, `${pointer}/versions/${index}`, labels))
    .sort((one, other) => (one.number ?? 0) - (other.number ?? 0));
  if (textsOf(fields.aliases).length > 0)
    sink.warn(
      `${pointer}/aliases`,
      `Former names are not imported: ${textsOf(fields.aliases).slice(0, 5).join(", ")}.`,
    );
  return {
    name: name ?? "unnamed",
    description: typeof fields.description === "string" ? fields.description : null,
    tags: tagsOf(fields.tags),
    versions,
    problems: sink.problems,
    warnings: sink.warnings,
  };
}

function liveLabels(deployments: unknown): Map<number, string[]> {
  const labels = new Map<number, string[]>();
  for (const live of Array.isArray(deployments) ? deployments : []) {
    if (!isFields(live) || typeof live.version !== "number" || typeof live.environment !== "string") continue;
    labels.set(live.version, [...(labels.get(live.version) ?? []), live.environment]);
  }
  return labels;
}

function readVersion(value: unknown, pointer: string, labels: Map<number, string[]>): IncomingVersion {
  const sink = new Sink();
  const fields = isFields(value) ? value : {};
  const { content, contentHash } = fields;
  if (!isFields(content)) sink.refuse(`${pointer}/content`, "The version has no content.");
  else if (contentHash !== undefined && contentHash !== sha256Hex(canonicalJson(content)))
    sink.refuse(`${pointer}/contentHash`, "The content was changed after the export: its hash does not fit.");
  const number = typeof fields.version === "number" ? fields.version : null;
  return {
    content,
    number,
    message: typeof fields.message === "string" ? fields.message : "",
    labels: number === null ? [] : (labels.get(number) ?? []),
    problems: sink.problems,
    warnings: sink.warnings,
  };
}
