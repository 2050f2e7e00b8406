import type { ImportFormat } from "@/lib/registry/transfer/format";

/** The formats by the names people know them by. */
export const formatWords: Record<ImportFormat, string> = {
  bundle: "Understudy bundle",
  dotprompt: "Dotprompt",
  humanloop: "Humanloop",
  langfuse: "Langfuse",
  promptlayer: "PromptLayer",
  langsmith: "LangSmith",
  pezzo: "Pezzo",
};

/** "v4", "v4 to v6", "" for none. */
export function versionWords(versions: readonly number[]): string {
  const [first] = versions;
  const last = versions.at(-1);
  if (first === undefined || last === undefined) return "";
  return first === last ? `v${first}` : `v${first} to v${last}`;
}

/** "1 prompt", "12 prompts". */
export function countWords(count: number, one = "prompt"): string {
  return `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;
}
