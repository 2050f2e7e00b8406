import type { Actor } from "@/lib/auth/actor";
import { listSampleSets } from "@/lib/evaluation/samples/queries";
import type { EnvironmentView } from "@/lib/registry/queries/environments";
import { getPrompt, listPrompts, type PromptView } from "@/lib/registry/queries/prompts";
import { getVersionOrThrow } from "@/lib/registry/queries/versions";
import { promptName } from "@/lib/registry/schema";
import type { Content } from "@/lib/template/content";

/** Returns the requested prompt, else the first one outside the folder `shared/`, which contains snippets. */
export async function choosePrompt(actor: Actor, requestedName: string | null): Promise<PromptView | null> {
  const name = promptName.safeParse(requestedName ?? "");
  const found = name.success ? await getPrompt(actor, name.data) : null;
  if (found) return found;
  const { items } = await listPrompts(actor, { limit: 50 });
  return items.find((prompt) => !prompt.name.startsWith("shared/")) ?? items[0] ?? null;
}

/** Returns what an example needs of a prompt's content. */
function programOptions({ variables = [], model, ...content }: Content) {
  const messages = "messages" in content ? content.messages : [];
  const placeholders = messages.flatMap((entry) => ("placeholder" in entry ? [entry.placeholder] : []));
  return { variables, placeholders, provider: model?.provider ?? null };
}

/** Loads what is live in the environment, else the newest version, and what an application sends and calls. */
export async function loadUse(actor: Actor, prompt: PromptView, environment: Pick<EnvironmentView, "name">) {
  const live = prompt.deployments.find((deployment) => deployment.environment === environment.name);
  const [version, { items }] = await Promise.all([
    getVersionOrThrow(actor, prompt.name, live?.version ?? prompt.latestVersion),
    listSampleSets(actor, prompt.name, { limit: 1 }),
  ]);
  const samples = items[0]?.variables ?? {};
  return { live: live ?? null, version, options: { ...programOptions(version.expanded ?? version.content), samples } };
}
