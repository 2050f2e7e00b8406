import type { RejectionGroupView } from "@/lib/guards/queries/rejections";

/** What a group is called: its words; without them it is what is left. Pure. */
export function groupTitle({ words }: Pick<RejectionGroupView, "words">, isOnly: boolean): string {
  if (words.length > 0) return words.join(", ");
  return isOnly ? "All rejected answers" : "Everything else";
}

/** The name of the suite made of a group, at most 100 characters. Pure. */
export function suiteNameOf(prompt: string, title: string): string {
  const words = title === title.toLowerCase() ? title : `${title[0]?.toLowerCase()}${title.slice(1)}`;
  return `${prompt}: ${words}`.slice(0, 100).trim();
}

/** "v2", "v2 34, v1 6": which versions answered. Pure. */
export function versionWords(versions: RejectionGroupView["versions"]): string {
  if (versions.length === 1) return `v${versions[0]?.version}`;
  return versions
    .slice(0, 3)
    .map(({ version, count }) => `v${version} ${count}`)
    .join(", ");
}

const longestLink = 4_000;

/** As many ids as an address holds; one with a comma cannot stand in a list. Pure. */
export function idsForLink(interactionIds: readonly string[]): string[] {
  let length = 0;
  return interactionIds
    .filter((id) => !id.includes(","))
    .filter((id) => {
      length += encodeURIComponent(id).length + 3;
      return length <= longestLink;
    });
}
