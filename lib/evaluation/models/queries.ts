import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { byName, decodeCursor, nameKey, type Page, type PageRequest, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import type { ProviderConnection } from "@/lib/core/generated/prisma/client";
import { decryptSecret, type SecretContext } from "@/lib/core/secrets";
import { time } from "@/lib/core/view-fields";
import type { ModelRef } from "@/lib/template/content";
import type { CallTerms } from "./call-terms";
import type { Connection } from "./connection";
import { keptKey, listLiveModelsSoon } from "./live-models";
import { type KnownConnection, toModelOptions } from "./options";
import { toProviderName } from "./schema";
import { type ModelOption, offlineModel, providerKinds } from "./types";

/** A connection as shown to the people who manage it. It never contains the key. */
export const connectionView = z
  .strictObject({
    id: z.uuid(),
    provider: z.enum(providerKinds),
    name: z.string().describe("The name of the connection. Versions use it as `model.provider`."),
    baseUrl: z.string().nullable().describe("The base address of the API; null for the provider's own address."),
    hasKey: z.boolean(),
    keyHint: z
      .string()
      .describe("The last four characters of the key; empty for short keys. The key itself is never returned."),
    maxConcurrency: z
      .int()
      .describe("The maximum number of concurrent calls for evaluations, by all instances together."),
    createdBy: z.string(),
    createdAt: time,
    updatedAt: time,
    lastTest: z.strictObject({ at: time, ok: z.boolean(), message: z.string() }).nullable(),
  })
  .meta({ id: "Connection" });
export type ConnectionView = z.output<typeof connectionView>;

/** The fields of a connection that all of its users may see. */
export type ConnectionName = Pick<ConnectionView, "id" | "provider" | "name">;

/** The encryption context that the key of a connection is bound to. */
export const keyContext = ({ workspaceId, id }: Pick<ProviderConnection, "workspaceId" | "id">): SecretContext => ({
  workspaceId,
  id,
  purpose: "provider-key",
});

export function toConnectionView(row: ProviderConnection): ConnectionView {
  const { lastTestedAt, lastTestOk, lastTestMessage } = row;
  return {
    id: row.id,
    provider: toProviderName(row.provider),
    name: row.name,
    baseUrl: row.baseUrl,
    hasKey: row.secret !== null,
    keyHint: row.secretHint,
    maxConcurrency: row.maxConcurrency,
    createdBy: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    lastTest: lastTestedAt && {
      at: lastTestedAt.toISOString(),
      ok: lastTestOk === true,
      message: lastTestMessage,
    },
  };
}

/** Converts a row to a connection that can be called. Throws `invalid_state` if its key cannot be decrypted. */
export function toConnection(row: ProviderConnection): Connection {
  const key = row.secret === null ? null : decryptSecret(row.secret, keyContext(row));
  return { id: row.id, kind: row.provider, name: row.name, baseUrl: row.baseUrl, key };
}

/** Lists the workspace's connections by name, for the people who manage them. */
export async function listConnections(actor: Actor, { limit, cursor }: PageRequest): Promise<Page<ConnectionView>> {
  authorize(actor, "connection:write");
  const [after] = decodeCursor(cursor, nameKey) ?? [];
  const rows = await prisma().providerConnection.findMany({
    where: { workspaceId: actor.workspaceId, ...(after !== undefined && { name: { gt: after } }) },
    orderBy: { name: "asc" },
    take: limit + 1,
  });
  return toPage(rows, limit, byName, toConnectionView);
}

/** Lists the names of the workspace's connections, for the people who use them. At most 200. */
export async function listConnectionNames(actor: Actor): Promise<ConnectionName[]> {
  authorize(actor, "connection:read");
  const rows = await prisma().providerConnection.findMany({
    where: { workspaceId: actor.workspaceId },
    orderBy: { name: "asc" },
    take: 200,
    select: { id: true, provider: true, name: true },
  });
  return rows.map(({ id, provider, name }) => ({ id, provider: toProviderName(provider), name }));
}

/** Returns the connection with this name and its key, for a call. Null if there is none. */
export async function getConnectionForCall(actor: Actor, name: string): Promise<Connection | null> {
  authorize(actor, "playground:run");
  const { workspaceId } = actor;
  const row = await prisma().providerConnection.findFirst({ where: { workspaceId, name } });
  return row && toConnection(row);
}

/** Returns the terms of the workspace's connections, by name. */
export async function listCallTerms({ workspaceId }: Actor): Promise<Map<string, CallTerms>> {
  const rows = await prisma().providerConnection.findMany({
    where: { workspaceId },
    select: { name: true, provider: true, baseUrl: true, maxConcurrency: true },
  });
  return new Map(
    rows.map(({ name, provider: kind, baseUrl, maxConcurrency }) => [
      name,
      { kind, hasListPrices: baseUrl === null, maxConcurrency },
    ]),
  );
}

/** Lists the models that the workspace's 500 newest versions name. */
function listUsedModels(workspaceId: string): Promise<ModelRef[]> {
  return prisma().$queryRaw<ModelRef[]>`
    select distinct content->'model'->>'provider' as provider, content->'model'->>'name' as name
    from versions where workspace_id = ${workspaceId}::uuid and id in
      (select id from versions where workspace_id = ${workspaceId}::uuid order by id desc limit 500)
      and content->'model'->>'provider' is not null and content->'model'->>'name' is not null
    order by 1, 2`;
}

/**
 * Lists the models to choose from: the offline model, those of the connections (from the provider, or else those with a
 * known price), and those that versions name. Does not wait for a slow provider.
 */
export async function listModelOptions(actor: Actor): Promise<ModelOption[]> {
  authorize(actor, "connection:read");
  const { workspaceId } = actor;
  const [rows, used] = await Promise.all([
    prisma().providerConnection.findMany({ where: { workspaceId }, orderBy: { name: "asc" }, take: 50 }),
    listUsedModels(workspaceId),
  ]);
  const known = rows.map(async (row): Promise<KnownConnection> => {
    const { provider: kind, name, baseUrl } = row;
    const models = await listLiveModelsSoon(keptKey(row), () => toConnection(row));
    return { kind, name, baseUrl, models };
  });
  return toModelOptions(await Promise.all(known), used);
}

/** Returns the offline model if the workspace has no connection, to replace a prompt's own model. Otherwise null. */
export async function findStandIn({ workspaceId }: Actor): Promise<ModelRef | null> {
  const connection = await prisma().providerConnection.findFirst({ where: { workspaceId }, select: { id: true } });
  return connection ? null : { ...offlineModel };
}
