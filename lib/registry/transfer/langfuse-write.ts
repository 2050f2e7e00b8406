import { canonicalJson } from "@/lib/core/canonical-json";
import { sha256Hex } from "@/lib/core/hash";
import { type Content, isPlaceholder } from "@/lib/template/content";
import { isSameJson } from "@/lib/template/dotprompt";
import { comparedFields } from "@/lib/template/dotprompt-write";
import { inferVariables } from "@/lib/template/infer";
import { writeLangfuseConfig } from "@/lib/template/langfuse-config";
import { plainText } from "@/lib/template/message-text";
import { scanTemplate } from "@/lib/template/scan";
import { Source } from "@/lib/template/source";
import type { BundlePrompt, BundleVersion } from "./bundle";
import { readLangfuse } from "./importers/langfuse";

type Fields = Record<string, unknown>;

/**
 * Writes prompts in the format of Langfuse's API, one object per version. Liquid beyond `{{ name }}` is kept. Fields
 * that Langfuse does not have are stored in `config.understudy`, so that a new import has the same hash.
 */
export function writeLangfuse(prompts: readonly BundlePrompt[]): Fields[] {
  return prompts.flatMap((prompt) =>
    prompt.versions.map((version) => {
      const plain = writeVersion(prompt, version, {});
      const asMustache = missing(plain, version.content);
      if (Object.keys(asMustache).length === 0) return plain;
      if (!("messages" in asMustache)) return writeVersion(prompt, version, asMustache);
      const liquid = { template: "liquid" };
      const asLiquid = missing(writeVersion(prompt, version, liquid), version.content);
      if (!("messages" in asLiquid)) return writeVersion(prompt, version, { ...liquid, ...asLiquid });
      const promptHash = sha256Hex(canonicalJson(plain.prompt));
      return writeVersion(prompt, version, { ...asLiquid, promptHash });
    }),
  );
}

function writeVersion(
  { name, tags, versions, deployments }: BundlePrompt,
  { version, content, message }: BundleVersion,
  understudy: Fields,
): Fields {
  const config = writeLangfuseConfig(content);
  return {
    name,
    version,
    type: content.type,
    prompt:
      content.type === "text"
        ? textIn(content, content.messages[0])
        : content.messages.map((entry) => writeEntry(content, entry)),
    config: Object.keys(understudy).length > 0 ? { ...config, understudy } : config,
    labels: [
      ...deployments.filter((live) => live.version === version).map(({ environment }) => environment),
      ...(version === versions.at(-1)?.version ? ["latest"] : []),
    ],
    tags,
    commitMessage: message || null,
  };
}

/** The fields of the content that would be lost by the format. A field is null if an import would wrongly add it. */
function missing(written: Fields, content: Content): Fields {
  const version = readLangfuse(new Source(written))[0]?.versions[0];
  const read = version?.problems.length === 0 ? (version.content as Content) : undefined;
  const lost: Fields = {};
  for (const field of comparedFields)
    if (!isSameJson(read?.[field], content[field])) lost[field] = content[field] ?? null;
  const variables = read && inferVariables({ ...read, variables: undefined } as Content).variables;
  if (content.variables && !isSameJson(variables, content.variables)) lost.variables = content.variables;
  return lost;
}

const textIn = (content: Content, entry: Content["messages"][number] | undefined) =>
  entry && !isPlaceholder(entry) ? withReferences(plainText(entry.content), content) : "";

function writeEntry(content: Content, entry: Content["messages"][number]): Fields {
  if (isPlaceholder(entry)) return { type: "placeholder", name: entry.placeholder };
  const { role, name } = entry;
  return {
    type: "chatmessage",
    role,
    ...(name && { name }),
    content: withReferences(plainText(entry.content), content),
  };
}

function withReferences(text: string, { snippets = [] }: Content): string {
  let result = text;
  for (const { token, name } of scanTemplate(text).snippets.toReversed()) {
    const version = snippets.find((pin) => pin.name === name)?.version;
    const tag = `@@@langfusePrompt:name=${name}|${version === undefined ? "label=production" : `version=${version}`}@@@`;
    result = result.slice(0, token.begin) + tag + result.slice(token.end);
  }
  return result;
}
