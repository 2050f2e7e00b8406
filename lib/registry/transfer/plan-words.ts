import { pluralize } from "@/lib/core/words";
import type { ImportPlanItem } from "./plan-items";

/** "v4", "v4 to v6", "" for none. */
export function versionWords(versions: readonly number[]): string {
  const [first] = versions;
  const last = versions.at(-1);
  if (first === undefined || last === undefined) return "";
  return first === last ? `v${first}` : `v${first} to v${last}`;
}

/** Returns what the import will do with a prompt, in a few words. */
export function planWords({ action, versions, latestVersion, returnsTo, summary, problems }: ImportPlanItem): string {
  if (action === "refused") return problems[0]?.message ?? "";
  if (action === "unchanged") return `Same as v${latestVersion ?? 1}`;
  if (action === "create")
    return versions.length === 1 ? "v1" : `${pluralize(versions.length, "version")}, ${versionWords(versions)}`;
  const back = returnsTo === null ? "" : `, which brings back the text of v${returnsTo}`;
  return `${versionWords(versions)} after v${latestVersion}${summary ? `: ${summary}` : ""}${back}`;
}
