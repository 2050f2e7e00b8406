import type { UserActor } from "@/lib/auth/actor";
import { keyScopeRights } from "@/lib/auth/authorize";
import { keyPrefix, mintKey } from "@/lib/auth/key-format";
import { transaction } from "@/lib/core/db";
import { uuidV7 } from "@/lib/core/uuid";
import { daysBefore } from "./members";

const names = {
  website: "Shop website, production",
  app: "Shop app, production",
  desk: "Support desk, production",
} as const;

/** The ids of the keys of Fernway's applications. */
export type DemoKeys = Record<keyof typeof names, string>;

/**
 * The keys that report the answers of a prompt. Prompts of the shop are used by its website and its app: one answer of
 * three comes from the app. `app` is null for the others.
 */
export function keysOf(prompt: string, keys: DemoKeys): { web: string; app: string | null } {
  return prompt.startsWith("support/") ? { web: keys.desk, app: null } : { web: keys.website, app: keys.app };
}

/** Writes the keys of Fernway's applications. Nobody can use them: the stored hash is the hash of no key. */
export async function seedApplications(owner: UserActor): Promise<DemoKeys> {
  const { workspaceId } = owner;
  const ids = { website: uuidV7(), app: uuidV7(), desk: uuidV7() };
  const createdAt = daysBefore(Date.now(), 120);
  await transaction(async (tx) => {
    const environment = await tx.environment.findFirstOrThrow({ where: { workspaceId, name: "production" } });
    for (const [application, name] of Object.entries(names) as [keyof DemoKeys, string][]) {
      const id = ids[application];
      await tx.apiKey.create({
        data: {
          id,
          workspaceId,
          name,
          scope: "runtime",
          prefix: keyPrefix(mintKey("prod")),
          hash: `no key ${id}`,
          environmentIds: [environment.id],
          rights: [...keyScopeRights.runtime],
          createdByName: owner.name,
          ownerId: owner.userId,
          createdAt,
          lastUsedAt: new Date(),
        },
      });
      await tx.auditEvent.create({
        data: {
          workspaceId,
          at: createdAt,
          actorKind: "user",
          actorId: owner.userId,
          actorName: owner.name,
          action: "key.create",
          targetKind: "key",
          targetId: id,
          targetName: name,
          data: { scope: "runtime", environments: [environment.name], rights: [...keyScopeRights.runtime] },
        },
      });
    }
  });
  return ids;
}
