import { canonicalJson } from "@/lib/core/canonical-json";
import { sha256Hex } from "@/lib/core/hash";
import { isRecord } from "@/lib/core/records";
import type { Source } from "@/lib/template/source";
import { defineImporter } from "../define-importer";
import { type IncomingPrompt, type IncomingVersion, tagsOf } from "../format";
import { promptOf, Sink } from "../sink";

/** Understudy's own export. */
export const bundle = defineImporter({
  format: "bundle",
  label: "Understudy bundle",
  reads: "bundle.json from Export, with or without history",
  endings: [".json"],
  kinds: ["json"],
  is: ({ source }) => isRecord(source.value) && source.value.format === "understudy",
  read({ source }) {
    source.text("format");
    const version = source.number("formatVersion");
    if (version !== 1) return `This bundle has the format version ${String(version)}; this Understudy reads version 1.`;
    if (!Array.isArray(source.at("prompts").value)) return "The bundle has no list of prompts.";
    source.setAside("exportedAt", "workspace");
    return source.at("prompts").items().map(readPrompt);
  },
});

function readPrompt(source: Source): IncomingPrompt {
  const sink = new Sink(source);
  const name = source.text("name");
  if (name === null) sink.refuse(`${source.pointer}/name`, "The prompt has no name.");
  const labels = liveLabels(source.at("deployments"));
  const versions = source
    .at("versions")
    .items()
    .map((version) => readVersion(version, labels))
    .sort((one, other) => (one.number ?? 0) - (other.number ?? 0));
  if (versions.length === 0) sink.refuse(`${source.pointer}/versions`, "The prompt has no versions.");
  source.at("aliases").leave("Former names stay with the workspace that they come from.");
  const { problems, warnings, losses } = sink;
  const tags = source.has("tags") ? tagsOf(source.texts("tags")) : null;
  const description = source.text("description");
  return promptOf(name ?? "unnamed", versions, { description, tags, problems, warnings, losses });
}

function liveLabels(deployments: Source): Map<number, string[]> {
  const labels = new Map<number, string[]>();
  for (const live of deployments.items()) {
    const [version, environment] = [live.number("version"), live.text("environment")];
    if (version !== null && environment !== null) labels.set(version, [...(labels.get(version) ?? []), environment]);
  }
  return labels;
}

/** Reads a version. If its hash does not match its content, it cannot be imported. */
function readVersion(source: Source, labels: Map<number, string[]>): IncomingVersion {
  const sink = new Sink(source);
  source.setAside("author", "createdAt");
  const content = source.at("content").take();
  const hash = source.at("contentHash").take();
  if (!isRecord(content)) sink.refuse(`${source.pointer}/content`, "The version has no content.");
  else if (hash !== undefined && hash !== sha256Hex(canonicalJson(content)))
    sink.refuse(`${source.pointer}/contentHash`, "The content was changed after the export: its hash does not match.");
  const number = source.number("version");
  const message = source.text("message") ?? "";
  return sink.version(content, { number, message, labels: number === null ? [] : (labels.get(number) ?? []) });
}
