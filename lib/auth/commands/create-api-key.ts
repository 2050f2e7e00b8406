import { databaseNow } from "@/lib/core/database-clock";
import { transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { Actor } from "../actor";
import { authorize } from "../authorize";
import { hashKey, keyPrefix, mintKey } from "../key-format";
import { toApiKeyView } from "../queries/api-keys";
import type { CreateApiKeyInput } from "../schema";
import { assertWithinReach, auditKey, type EnvironmentRow, keyLabel, type NewApiKey } from "./api-key-record";

/** Makes a key. A key cannot make one that reaches further than itself. */
export async function createApiKey(actor: Actor, input: CreateApiKeyInput): Promise<NewApiKey> {
  authorize(actor, "key:write");
  const { workspaceId } = actor;
  if (input.expiresAt && new Date(input.expiresAt).getTime() <= databaseNow().getTime())
    throw new AppError("timestamp_out_of_range", "expiresAt lies in the past.", {
      errors: [{ pointer: "/expiresAt", code: "timestamp_out_of_range", message: "Choose a time to come." }],
    });
  return transaction(async (tx) => {
    const all = await tx.environment.findMany({ where: { workspaceId }, orderBy: { position: "asc" } });
    const chosen = input.environments === "all" ? all : input.environments.map((name) => pick(all, name));
    assertWithinReach(actor, input.environments === "all", chosen);
    const key = mintKey(keyLabel(input.scope, input.environments === "all" ? [] : chosen));
    const row = await tx.apiKey.create({
      data: {
        workspaceId,
        name: input.name,
        scope: input.scope,
        prefix: keyPrefix(key),
        hash: hashKey(key),
        allEnvironments: input.environments === "all",
        environmentIds: input.environments === "all" ? [] : [...new Set(chosen.map(({ id }) => id))],
        createdByName: actor.name,
        expiresAt: input.expiresAt ? new Date(input.expiresAt) : null,
      },
    });
    await auditKey(tx, actor, "key.create", row, { scope: row.scope, environments: input.environments });
    return { ...toApiKeyView(row, new Map(all.map(({ id, name }) => [id, name]))), key };
  });
}

function pick(all: readonly EnvironmentRow[], name: string): EnvironmentRow {
  const found = all.find((environment) => environment.name === name);
  if (!found) throw notFound(`The environment ${name}`);
  return found;
}
