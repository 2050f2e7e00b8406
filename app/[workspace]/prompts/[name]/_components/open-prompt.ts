import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { type PromptTab, promptPath } from "@/app/[workspace]/_components/paths";
import { requireActor } from "@/lib/auth/session";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { getPrompt } from "@/lib/registry/queries/prompts";
import type { TabProps } from "./tab-props";

export type PromptPageProps = {
  params: Promise<{ workspace: string; name: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** The prompt in the address, found under any of its names; 404 without one. Read once for the header and the tab. */
export const openPrompt = cache(async (workspace: string, segment: string) => {
  const actor = await requireActor(workspace);
  const asked = decodeURIComponent(segment);
  const [prompt, environments] = await Promise.all([getPrompt(actor, asked), listEnvironments(actor)]);
  if (!prompt) notFound();
  return { actor, workspace, prompt, environments, asked };
});

/** The address's parameters, each once. */
const oneEach = (query: Record<string, string | string[] | undefined>) =>
  Object.fromEntries(
    Object.entries(query).flatMap(([key, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      return first === undefined ? [] : [[key, first]];
    }),
  );

/** What a tab's page shows. An earlier name of the prompt leads to the same tab under its present name. */
export async function openTab({ params, searchParams }: PromptPageProps, tab: PromptTab): Promise<TabProps> {
  const [{ workspace, name }, query] = await Promise.all([params, searchParams]);
  const { asked, ...open } = await openPrompt(workspace, name);
  if (open.prompt.name !== asked) redirect(promptPath(workspace, open.prompt.name, { ...oneEach(query), tab }));
  return { ...open, query };
}
