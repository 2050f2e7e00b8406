import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { type PromptTab, promptPath } from "@/app/[workspace]/_components/paths";
import { requireActor } from "@/lib/auth/session";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { getPrompt } from "@/lib/registry/queries/prompts";

/** The props of the page of every tab. */
export type PromptPageProps = PageProps<"/[workspace]/prompts/[name]">;

/**
 * Loads the prompt in the URL, by its name or a former name. Answers 404 if there is none. Cached per request, so the
 * header and the tab share it.
 */
export const openPrompt = cache(async (workspace: string, segment: string) => {
  const actor = await requireActor(workspace);
  const requestedName = decodeURIComponent(segment);
  const [prompt, environments] = await Promise.all([getPrompt(actor, requestedName), listEnvironments(actor)]);
  if (!prompt) notFound();
  return { actor, workspace, prompt, environments, asked: requestedName };
});

/** The query parameters. A repeated parameter keeps its first value. */
const oneEach = (query: Awaited<PromptPageProps["searchParams"]>) =>
  Object.fromEntries(
    Object.entries(query).flatMap(([key, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      return first === undefined ? [] : [[key, first]];
    }),
  );

/** Loads the props of a tab. A former name of the prompt redirects to the same tab under the current name. */
export async function openTab({ params, searchParams }: PromptPageProps, tab: PromptTab) {
  const [{ workspace, name }, query] = await Promise.all([params, searchParams]);
  const { asked: requestedName, ...open } = await openPrompt(workspace, name);
  if (open.prompt.name !== requestedName) redirect(promptPath(workspace, open.prompt.name, { ...oneEach(query), tab }));
  return { ...open, query };
}

/** What every tab gets: the person, the prompt, its environments and the query. */
export type TabProps = Awaited<ReturnType<typeof openTab>>;
