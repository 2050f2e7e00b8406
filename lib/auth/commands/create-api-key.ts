import { databaseNow } from "@/lib/core/database-clock";
import { transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { Actor } from "../actor";
import { recordAudit } from "../audit";
import { authorize, keyScopeRights } from "../authorize";
import { defaultRights, rightsOf } from "../key-rights";
import type { Permission } from "../permission";
import { toApiKeyView } from "../queries/api-keys";
import type { CreateApiKeyInput } from "../schema";
import { assertRights, chooseEnvironments, insertKey, keyLabel, lockMaker, type NewApiKey } from "./api-key-record";

/** Creates a key. A key cannot create one with environments or rights that it lacks. */
export async function createApiKey(actor: Actor, input: CreateApiKeyInput): Promise<NewApiKey> {
  authorize(actor, "key:write");
  if (input.expiresAt && new Date(input.expiresAt).getTime() <= databaseNow().getTime())
    throw new AppError("timestamp_out_of_range", "expiresAt lies in the past.", {
      errors: [{ pointer: "/expiresAt", code: "timestamp_out_of_range", message: "Choose a time in the future." }],
    });
  return transaction(async (tx) => {
    await lockMaker(tx, actor);
    const { chosen, names, reach } = await chooseEnvironments(tx, actor, input.environments);
    const rights = rightsToGive(actor, input);
    assertRights(actor, rights, reach.allEnvironments);
    const { key, row } = await insertKey(tx, actor, {
      label: keyLabel(input.scope, reach.allEnvironments ? [] : chosen),
      name: input.name,
      scope: input.scope,
      rights,
      reach,
      expiresAt: input.expiresAt ? new Date(input.expiresAt) : null,
    });
    await recordAudit(tx, actor, "key.create", row, { scope: row.scope, environments: input.environments, rights });
    return { ...toApiKeyView(row, names), key };
  });
}

/** The requested rights, or else the default rights that the actor holds. Throws for rights of the other scope. */
function rightsToGive(actor: Actor, { scope, rights }: CreateApiKeyInput): Permission[] {
  if (!rights) return defaultRights(scope).filter((right) => actor.kind !== "key" || rightsOf(actor).includes(right));
  const foreign = rights.find((right) => !keyScopeRights[scope].includes(right));
  if (foreign) throw new AppError("invalid_request", `A ${scope} key cannot hold the right ${foreign}.`);
  return [...new Set(rights)];
}
