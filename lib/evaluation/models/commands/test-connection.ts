import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma, transaction } from "@/lib/core/db";
import { isAppError, notFound } from "@/lib/core/errors";
import type { ProviderConnection } from "@/lib/core/generated/prisma/client";
import { keepModels, keptKey, listLiveModels } from "../live-models";
import { type ConnectionView, toConnection, toConnectionView } from "../queries";
import type { ConnectionIdInput } from "../schema";

type Result = { ok: boolean; message: string };

async function ask(row: ProviderConnection): Promise<Result> {
  const startedAt = performance.now();
  try {
    const answer = await listLiveModels(toConnection(row));
    keepModels(keptKey(row), "models" in answer ? answer.models : null);
    if (!("models" in answer)) return { ok: false, message: answer.message };
    const count = answer.models.length;
    const ms = Math.round(performance.now() - startedAt);
    const offer = count === 0 ? "lists no models" : `offers ${count} ${count === 1 ? "model" : "models"}`;
    return { ok: true, message: `It answered in ${ms} ms and ${offer}.` };
  } catch (error) {
    if (isAppError(error) && error.code === "invalid_state") return { ok: false, message: error.message };
    throw error;
  }
}

/**
 * Requests the provider's list of models with the stored key, and stores the result. Stores nothing if the connection
 * was changed during the request, because the result belongs to the old settings.
 */
export async function testConnection(actor: Actor, { id }: ConnectionIdInput): Promise<ConnectionView> {
  authorize(actor, "connection:write");
  const { workspaceId } = actor;
  const row = await prisma().providerConnection.findFirst({ where: { id, workspaceId } });
  if (!row) throw notFound("The connection");
  const { ok, message } = await ask(row);
  const data = { lastTestedAt: databaseNow(), lastTestOk: ok, lastTestMessage: message };
  await transaction(async (tx) => {
    const where = { id, workspaceId, updatedAt: row.updatedAt };
    if ((await tx.providerConnection.updateMany({ where, data })).count === 0) return;
    await recordAudit(tx, actor, "connection.test", row, { ok });
  });
  const after = await prisma().providerConnection.findFirst({ where: { id, workspaceId } });
  if (!after) throw notFound("The connection");
  return toConnectionView(after);
}
