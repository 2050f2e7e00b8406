import type { Actor } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { isUniqueViolation } from "@/lib/core/database-errors";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError, isAppError, notFound } from "@/lib/core/errors";
import type { ProviderConnection } from "@/lib/core/generated/prisma/client";
import { outgoing } from "@/lib/core/safe-fetch";
import { encryptSecret } from "@/lib/core/secrets";
import { uuidV7 } from "@/lib/core/uuid";
import { parseInput } from "@/lib/core/validation";
import { baseUrlOf } from "../connection";
import { type ConnectionView, keyContext, toConnectionView } from "../queries";
import {
  type ConnectionIdInput,
  type CreateConnectionInput,
  createConnectionInput,
  toKind,
  toProviderName,
  type UpdateConnectionInput,
  updateConnectionInput,
} from "../schema";

const maxConnections = 50;

/** The last four characters of a key, to recognise it by. Empty for a key shorter than 16 characters. */
const hintOf = (key: string) => (key.length >= 16 ? key.slice(-4) : "");

const fault = (code: "invalid_request" | "url_not_allowed", pointer: string, message: string) =>
  new AppError(code, message, { errors: [{ pointer, code, message }] });

async function checkBaseUrl(baseUrl: string | null | undefined): Promise<void> {
  if (!baseUrl) return;
  await outgoing()
    .assertAllowed(baseUrl)
    .catch((error: unknown) => {
      throw isAppError(error) ? fault("url_not_allowed", "/baseUrl", error.message) : error;
    });
}

async function withNameFree<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("already_exists", `There is already a connection called ${name}.`, {
      errors: [{ pointer: "/name", code: "already_exists", message: "Choose another name." }],
    });
  }
}

/**
 * Stores a connection to a provider, with its key encrypted. Throws 409 if the name is in use, 422 `url_not_allowed`
 * for a forbidden address.
 */
export async function createConnection(actor: Actor, input: CreateConnectionInput): Promise<ConnectionView> {
  authorize(actor, "connection:write");
  const { provider, name, baseUrl, apiKey, maxConcurrency } = parseInput(createConnectionInput, input);
  await checkBaseUrl(baseUrl);
  const { workspaceId } = actor;
  const id = uuidV7();
  return withNameFree(name, () =>
    transaction(async (tx) => {
      if ((await tx.providerConnection.count({ where: { workspaceId } })) >= maxConnections)
        throw new AppError("invalid_state", `A workspace has at most ${maxConnections} connections. Remove one first.`);
      const row = await tx.providerConnection.create({
        data: {
          id,
          workspaceId,
          name,
          provider: toKind(provider),
          baseUrl: baseUrl || null,
          secret: apiKey ? encryptSecret(apiKey, keyContext({ workspaceId, id })) : null,
          secretHint: apiKey ? hintOf(apiKey) : "",
          ...(maxConcurrency !== undefined && { maxConcurrency }),
          createdByName: actor.name,
        },
      });
      await recordAudit(tx, actor, "connection.create", row, { provider, baseUrl: row.baseUrl });
      return toConnectionView(row);
    }),
  );
}

async function lockConnection(tx: Transaction, { workspaceId }: Actor, id: string): Promise<ProviderConnection> {
  await tx.$queryRaw`select 1 from provider_connections where id = ${id}::uuid and workspace_id = ${workspaceId}::uuid for update`;
  const row = await tx.providerConnection.findFirst({ where: { id, workspaceId } });
  if (!row) throw notFound("The connection");
  return row;
}

/**
 * A new origin requires the key again. Otherwise a person who may change the address could send the stored key to their
 * own server and read it.
 */
function assertKeyMayTravel(row: ProviderConnection, baseUrl: string | null | undefined, hasNewKey: boolean): void {
  if (baseUrl === undefined || row.secret === null || hasNewKey) return;
  const origin = (url: string | null) => new URL(baseUrlOf({ kind: row.provider, baseUrl: url })).origin;
  if (origin(baseUrl || null) === origin(row.baseUrl)) return;
  throw fault("invalid_request", "/apiKey", "The address leads to another server: enter the key again.");
}

/** Changes a connection. An omitted key is kept. The last test result is cleared if the address or the key changed. */
export async function updateConnection(actor: Actor, input: UpdateConnectionInput): Promise<ConnectionView> {
  authorize(actor, "connection:write");
  const { id, name, baseUrl, apiKey, maxConcurrency } = parseInput(updateConnectionInput, input);
  await checkBaseUrl(baseUrl);
  const { workspaceId } = actor;
  return withNameFree(name ?? "", () =>
    transaction(async (tx) => {
      const before = await lockConnection(tx, actor, id);
      const isOwn = before.provider === "openai_compatible";
      if (isOwn && baseUrl !== undefined && !baseUrl)
        throw fault("invalid_request", "/baseUrl", "A compatible server needs its address.");
      if (!isOwn && apiKey === null) throw fault("invalid_request", "/apiKey", "This provider needs a key.");
      assertKeyMayTravel(before, baseUrl, apiKey !== undefined);
      const isElsewhere = apiKey !== undefined || (baseUrl !== undefined && (baseUrl || null) !== before.baseUrl);
      const key = apiKey === undefined ? {} : { secret: null, secretHint: "" };
      const row = await tx.providerConnection.update({
        where: { id, workspaceId },
        data: {
          ...(name !== undefined && { name }),
          ...(baseUrl !== undefined && { baseUrl: baseUrl || null }),
          ...(maxConcurrency !== undefined && { maxConcurrency }),
          ...key,
          ...(apiKey && { secret: encryptSecret(apiKey, keyContext({ workspaceId, id })), secretHint: hintOf(apiKey) }),
          updatedAt: databaseNow(),
          ...(isElsewhere && { lastTestedAt: null, lastTestOk: null, lastTestMessage: "" }),
        },
      });
      const changed = {
        ...(row.name !== before.name && { name: row.name, formerName: before.name }),
        ...(row.baseUrl !== before.baseUrl && { baseUrl: row.baseUrl }),
        ...(row.maxConcurrency !== before.maxConcurrency && { maxConcurrency: row.maxConcurrency }),
        ...(apiKey !== undefined && { key: apiKey === null ? "removed" : "replaced" }),
      };
      await recordAudit(tx, actor, "connection.update", row, changed);
      return toConnectionView(row);
    }),
  );
}

/** Deletes a connection and its key. Versions that name it remain, but their models can no longer be called here. */
export async function deleteConnection(actor: Actor, { id }: ConnectionIdInput): Promise<ConnectionView> {
  authorize(actor, "connection:write");
  return transaction(async (tx) => {
    const row = await lockConnection(tx, actor, id);
    await tx.providerConnection.delete({ where: { id, workspaceId: actor.workspaceId } });
    await recordAudit(tx, actor, "connection.delete", row, { provider: toProviderName(row.provider) });
    return toConnectionView(row);
  });
}
