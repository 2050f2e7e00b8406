import { FileText, FlaskConical, GitCommitHorizontal, GitPullRequest, Tag, UserRound } from "lucide-react";
import type { CommandGroup, CommandItem } from "@/components/layout/types";
import { reach } from "@/components/ui/reach";
import { capitalize } from "@/lib/core/words";
import type { Excerpt } from "@/lib/registry/excerpt";
import { findAnything } from "../find";
import { changePath, promptPath, withQuery } from "./paths";

/** The place of a match in a prompt: "System message", "Example 2". */
function placeOf(excerpt: Excerpt): string {
  if (excerpt.field === "message") return `${capitalize(excerpt.role)} message`;
  if (excerpt.field === "example") return `Example ${excerpt.index + 1}`;
  return excerpt.field === "tags" ? "Tags" : "";
}

/** Searches the whole workspace for the palette. */
export async function findForPalette(workspace: string, query: string): Promise<CommandGroup[]> {
  const answer = await reach(() => findAnything({ workspace, query }));
  if (!answer.ok) return [];
  const { prompts, versions, requests, suites, tags, members } = answer.data;
  // Keeps all results of the server, because a match may be in a text that is not shown.
  const item = (found: Omit<CommandItem, "keywords">): CommandItem => ({ ...found, keywords: [query] });
  const groups: { heading: string; items: CommandItem[] }[] = [
    {
      heading: "Prompts",
      items: prompts.map(({ name, description, excerpt }) =>
        item({
          id: `prompt ${name}`,
          label: name,
          icon: <FileText />,
          href: promptPath(workspace, name),
          ...(excerpt && excerpt.field !== "name"
            ? { detail: { place: placeOf(excerpt), text: excerpt.text, marks: excerpt.marks } }
            : description && { detail: { place: "", text: description, marks: [] } }),
        }),
      ),
    },
    {
      heading: "Versions",
      items: versions.map(({ name, version }) =>
        item({
          id: `version ${name} ${version}`,
          label: `${name} v${version}`,
          icon: <GitCommitHorizontal />,
          href: promptPath(workspace, name, { tab: "history", from: Math.max(1, version - 1), to: version }),
        }),
      ),
    },
    {
      heading: "Change requests",
      items: requests.map(({ number, title, prompt, environment }) =>
        item({
          id: `change ${number}`,
          label: `#${number} ${title}`,
          hint: `${prompt} for ${environment}`,
          icon: <GitPullRequest />,
          href: changePath(workspace, number),
        }),
      ),
    },
    {
      heading: "Test suites",
      items: suites.map(({ id, name, prompt }) =>
        item({
          id: `suite ${id}`,
          label: name,
          icon: <FlaskConical />,
          href: `/${workspace}/evaluations/suites/${id}`,
          ...(prompt && { hint: prompt }),
        }),
      ),
    },
    {
      heading: "Tags",
      items: tags.map(({ tag, prompts }) =>
        item({
          id: `tag ${tag}`,
          label: tag,
          hint: prompts === 1 ? "one prompt" : `${prompts} prompts`,
          icon: <Tag />,
          href: withQuery(`/${workspace}/prompts`, { tag }),
        }),
      ),
    },
    {
      heading: "Members",
      items: members.map(({ id, name, email, role }) =>
        item({
          id: `member ${id}`,
          label: name,
          hint: role,
          icon: <UserRound />,
          href: `/${workspace}/settings/members`,
          detail: { place: "", text: email, marks: [] },
        }),
      ),
    },
  ];
  return groups.filter(({ items }) => items.length > 0);
}
