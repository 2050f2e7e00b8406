import type { Actor } from "@/lib/auth/actor";
import { prisma } from "@/lib/core/db";
import { environmentCalled } from "@/lib/core/environment-name";
import { notFound } from "@/lib/core/errors";

/** The id of an environment by its name. 404 `not_found`. */
export async function findEnvironmentOf({ workspaceId }: Actor, name: string): Promise<string> {
  const row = await prisma().environment.findFirst({
    where: { workspaceId, ...environmentCalled(name) },
    select: { id: true },
  });
  if (!row) throw notFound(`The environment ${name}`);
  return row.id;
}

/** The environment, one of those given, and the prompt of interactions, by their ids. 404 `not_found` names the first that is not there. */
export async function listPlacesOrThrow(
  { workspaceId }: Actor,
  interactionIds: readonly string[],
  environmentIds: readonly string[],
): Promise<Map<string, { environmentId: string; prompt: string }>> {
  const rows = await prisma().$queryRaw<{ interactionId: string; environmentId: string; prompt: string }[]>`
    select distinct on (i.interaction_id) i.interaction_id as "interactionId", i.environment_id as "environmentId",
      p.name as prompt
    from interactions i join prompts p on p.id = i.prompt_id and p.workspace_id = i.workspace_id
    where i.workspace_id = ${workspaceId}::uuid and i.interaction_id = any(${interactionIds}::text[])
      and i.environment_id = any(${environmentIds}::uuid[])
    order by i.interaction_id, i.at desc`;
  const found = new Map(rows.map(({ interactionId, ...place }) => [interactionId, place]));
  const missing = interactionIds.find((id) => !found.has(id));
  if (missing) throw notFound(`The interaction ${missing}`);
  return found;
}
