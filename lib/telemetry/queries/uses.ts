import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { findPromptOrThrow } from "@/lib/registry/queries/find-prompt";
import { keptHashes } from "../commands/count-uses";
import { countPeople } from "../people";

/** The mean per day since the first use within a week. Today counts as a fraction. The divisor is at least one day. */
const perDay = `sum(u.interactions) / greatest(1, extract(epoch from now() - min(u.day)::timestamp at time zone 'UTC') / 86400)`;
const withinWeek = `u.day > (now() at time zone 'UTC')::date - 7`;

/**
 * Returns the mean uses per day in production environments over the last seven days, by prompt. Prompts without uses
 * are left out.
 */
export async function countUses(actor: Actor, promptIds: readonly string[]): Promise<Map<string, number>> {
  authorize(actor, "prompt:read");
  if (promptIds.length === 0) return new Map();
  const rows = await prisma().$queryRawUnsafe<{ promptId: string; perDay: number }[]>(
    `select u.prompt_id as "promptId", (${perDay})::float8 as "perDay"
     from prompt_uses u join environments e on e.id = u.environment_id and e.workspace_id = u.workspace_id
     where u.workspace_id = $1::uuid and u.prompt_id = any($2::uuid[]) and e.stage = 'production' and ${withinWeek}
     group by u.prompt_id`,
    actor.workspaceId,
    promptIds,
  );
  return new Map(rows.map((row) => [row.promptId, row.perDay]));
}

/** The mean uses per day over a week of a prompt in an environment, and the number of distinct people in that week. */
export type Reach = { usesPerDay: number; people: number };

/** Returns how many uses and people a release would affect. Null if nothing was reported within a week. */
export async function getReach(
  actor: Actor,
  { prompt, environmentId }: { prompt: string; environmentId: string },
): Promise<Reach | null> {
  authorize(actor, "prompt:read");
  const { id: promptId } = await findPromptOrThrow(actor.workspaceId, prompt);
  const values = [actor.workspaceId, promptId, environmentId];
  const where = `u.workspace_id = $1::uuid and u.prompt_id = $2::uuid and u.environment_id = $3::uuid and ${withinWeek}`;
  const [[uses], people] = await Promise.all([
    prisma().$queryRawUnsafe<{ perDay: number | null }[]>(
      `select (${perDay})::float8 as "perDay" from prompt_uses u where ${where}`,
      ...values,
    ),
    prisma().$queryRawUnsafe<{ hashes: bigint[] }[]>(`select u.hashes from prompt_people u where ${where}`, ...values),
  ]);
  if (!uses?.perDay) return null;
  const days = people.map(({ hashes }) => hashes);
  return { usesPerDay: uses.perDay, people: countPeople(days, keptHashes) };
}
