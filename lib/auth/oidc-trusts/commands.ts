import { databaseNow } from "@/lib/core/database-clock";
import { isUniqueViolation } from "@/lib/core/database-errors";
import { prisma, type Transaction, transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { OidcTrust } from "@/lib/core/generated/prisma/client";
import { sha256Hex } from "@/lib/core/hash";
import { publish } from "@/lib/core/publish";
import { outgoing } from "@/lib/core/safe-fetch";
import { parseInput } from "@/lib/core/validation";
import type { Actor, KeyActor } from "../actor";
import { keysTopic } from "../api-keys";
import { recordAudit } from "../audit";
import { authorize } from "../authorize";
import {
  assertRights,
  assertWithinReach,
  chooseEnvironments,
  lockMaker,
  ownershipOf,
} from "../commands/api-key-record";
import { hashKey, keyPrefix, mintKey } from "../key-format";
import type { Permission } from "../permission";
import { type Condition, unmetCondition } from "./conditions";
import { mostTrusts, type OidcTrustView, toOidcTrustView } from "./queries";
import {
  type CreateOidcTrustInput,
  createOidcTrustInput,
  type ExchangeTokenInput,
  type OidcTrustIdInput,
  type UpdateOidcTrustInput,
  updateOidcTrustInput,
} from "./schema";
import { assertSecure, keysOf, longestTokenMs, verifyToken } from "./verify-token";

/** What a key of 15 minutes must not hold: what it made would live longer than itself. */
const lastingRights: readonly Permission[] = ["key:write", "member:write"];
const longestLifeSeconds = 900;

function assertEnding(rights: readonly Permission[]): void {
  const lasting = rights.find((right) => lastingRights.includes(right));
  if (lasting) throw new AppError("insufficient_scope", `What ${lasting} creates outlives a key of 15 minutes.`);
}

async function assertReadable(issuer: string): Promise<void> {
  assertSecure(issuer);
  await outgoing().assertAllowed(issuer);
  await keysOf(issuer);
}

/** In a transaction of its own. Throws 409 `already_exists` for a name that another trust has. */
async function withNameFree<T>(name: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  try {
    return await transaction(work);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("already_exists", `There is a trust named “${name}” already.`);
  }
}

/**
 * Trusts tokens of an issuer: whoever holds one that meets the conditions gets a key for 15 minutes. A trust that a key
 * makes ends with that key, also when that expires. Throws 403 `insufficient_scope` for rights that would outlive the key, 409 `already_exists`,
 * 422 `url_not_allowed`, 503 `issuer_unavailable` when the issuer's keys cannot be read.
 */
export async function createOidcTrust(actor: Actor, input: CreateOidcTrustInput): Promise<OidcTrustView> {
  authorize(actor, "key:write");
  const { name, issuer, audience, conditions, environments, rights } = parseInput(createOidcTrustInput, input);
  assertEnding(rights);
  await assertReadable(issuer);
  const { workspaceId } = actor;
  return withNameFree(name, async (tx) => {
    await lockMaker(tx, actor);
    const { names, reach } = await chooseEnvironments(tx, actor, environments);
    assertRights(actor, rights, reach.allEnvironments);
    if ((await tx.oidcTrust.count({ where: { workspaceId } })) >= mostTrusts)
      throw new AppError("invalid_state", `A workspace has ${mostTrusts} trusts at most. Remove one first.`);
    const row = await tx.oidcTrust.create({
      data: {
        workspaceId,
        name,
        issuer,
        audience,
        conditions,
        rights: [...new Set(rights)],
        ...reach,
        ...ownershipOf(actor),
        createdByName: actor.name,
      },
    });
    await recordAudit(tx, actor, "oidc-trust.create", row, { issuer, audience, conditions, environments, rights });
    return toOidcTrustView(row, names);
  });
}

/** Locks a trust and reads it with its environments. A key does so only with what reaches no further than itself. */
async function loadTrust(tx: Transaction, actor: Actor, id: string) {
  const { workspaceId } = actor;
  await tx.$queryRaw`select 1 from oidc_trusts where id = ${id}::uuid and workspace_id = ${workspaceId}::uuid for update`;
  const row = await tx.oidcTrust.findFirst({ where: { id, workspaceId } });
  if (!row) throw notFound("This trust");
  const environments = await tx.environment.findMany({
    where: { workspaceId, id: { in: row.environmentIds } },
    select: { id: true, name: true },
  });
  assertWithinReach(actor, row.allEnvironments, environments);
  return { row, view: toOidcTrustView(row, new Map(environments.map((one) => [one.id, one.name]))) };
}

/**
 * Changes a trust. Keys that it gave end, unless only its name changes: they may hold what it gives no more. Throws as
 * `createOidcTrust`, and 404 when there is none.
 */
export async function updateOidcTrust(actor: Actor, input: UpdateOidcTrustInput): Promise<OidcTrustView> {
  authorize(actor, "key:write");
  const { workspaceId } = actor;
  const { id, ...changes } = parseInput(updateOidcTrustInput, input);
  if (changes.rights) assertEnding(changes.rights);
  if (changes.issuer) await assertReadable(changes.issuer);
  const updated = await withNameFree(changes.name ?? "", async (tx) => {
    await lockMaker(tx, actor);
    const { view } = await loadTrust(tx, actor, id);
    const { name, issuer, audience, conditions, environments, rights } = { ...view, ...changes };
    const fields = { name, issuer, audience, conditions, environments, rights };
    // What an older row holds is judged again as a whole: conditions and issuer belong together.
    const next = parseInput(createOidcTrustInput, fields);
    const { names, reach } = await chooseEnvironments(tx, actor, next.environments);
    assertRights(actor, next.rights, reach.allEnvironments);
    const row = await tx.oidcTrust.update({
      where: { id, workspaceId },
      data: { name, issuer, audience, conditions: next.conditions, rights: [...new Set(next.rights)], ...reach },
    });
    if (Object.keys(changes).some((field) => field !== "name"))
      await tx.apiKey.updateMany({
        where: { workspaceId, trustId: id, revokedAt: null },
        data: { revokedAt: databaseNow() },
      });
    await recordAudit(tx, actor, "oidc-trust.update", row, changes);
    return toOidcTrustView(row, names);
  });
  publish(keysTopic, workspaceId);
  return updated;
}

/** Ends a trust, and its keys with it; gives it back for the last time. Throws 404 when there is none. */
export async function removeOidcTrust(actor: Actor, { id }: OidcTrustIdInput): Promise<OidcTrustView> {
  authorize(actor, "key:write");
  const { workspaceId } = actor;
  const view = await transaction(async (tx) => {
    const { row, view: last } = await loadTrust(tx, actor, id);
    await tx.oidcTrust.delete({ where: { id, workspaceId } });
    await recordAudit(tx, actor, "oidc-trust.remove", row);
    return last;
  });
  publish(keysTopic, workspaceId);
  return view;
}

/** A key given for a token, with its rights and how long it lives. */
export type ExchangedKey = { key: string; rights: Permission[]; lifeSeconds: number };

// What says in the audit log where a token comes from, of GitHub and GitLab; all claims would be too many.
const toldClaims = [
  "sub",
  "repository",
  "ref",
  "sha",
  "workflow_ref",
  "run_id",
  "actor",
  "environment",
  "project_path",
  "job_id",
];

/**
 * Gives a key for 15 minutes for a token that a trust accepts, once per token. Throws 404 `not_found` for an unknown trust,
 * 401 `invalid_token`, 403 `token_not_trusted`, 409 `token_already_used`, 503 `issuer_unavailable`.
 */
export async function exchangeToken({
  client_id: id,
  subject_token: token,
}: ExchangeTokenInput): Promise<ExchangedKey> {
  const trust = await prisma().oidcTrust.findUnique({ where: { id } });
  if (!trust) throw noTrust();
  const { workspaceId } = trust;
  const endsAt = await endOf(trust);
  const claims = await verifyToken(token, trust);
  const unmet = unmetCondition(trust.conditions as Condition[], claims);
  if (unmet)
    throw new AppError(
      "token_not_trusted",
      `This trust does not accept the token's ${unmet.claim}: ${said(claims[unmet.claim])}.`,
    );
  const key = mintKey("oidc");
  const rights = trust.rights as Permission[];
  const now = databaseNow().getTime();
  const lifeSeconds = Math.min(longestLifeSeconds, Math.ceil((endsAt - now) / 1_000));
  const expiresAt = new Date(Math.min(endsAt, now + lifeSeconds * 1_000));
  // The signature covers the payload as it is written, so no second spelling of a token passes.
  const tokenHash = sha256Hex(`${trust.issuer} ${token.split(".")[1]}`);
  try {
    await transaction(async (tx) => {
      const { count } = await tx.oidcTrust.updateMany({
        where: { id, workspaceId },
        data: { lastUsedAt: databaseNow() },
      });
      if (count === 0) throw noTrust();
      const row = await tx.apiKey.create({
        data: {
          workspaceId,
          name: trust.name,
          scope: "manage",
          rights,
          prefix: keyPrefix(key),
          hash: hashKey(key),
          allEnvironments: trust.allEnvironments,
          environmentIds: trust.environmentIds,
          createdByName: `OIDC trust ${trust.name}`,
          ownerId: trust.ownerId,
          parentKeyId: trust.parentKeyId,
          trustId: id,
          tokenHash,
          expiresAt,
        },
      });
      const by: Pick<KeyActor, "workspaceId"> & { record: { actorKind: "key"; actorId: string; actorName: string } } = {
        workspaceId,
        record: { actorKind: "key", actorId: row.id, actorName: trust.name },
      };
      const told = toldClaims.flatMap((claim) => (claim in claims ? [[claim, said(claims[claim])]] : []));
      await recordAudit(tx, by, "key.exchange", row, { trust: id, claims: Object.fromEntries(told) });
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("token_already_used", "This token was already exchanged. Ask the issuer for a new one.");
  }
  return { key, rights, lifeSeconds };
}

const said = (value: unknown): string => (value === undefined ? "nothing" : String(value).slice(0, 300));

const noTrust = () => new AppError("not_found", "There is no such trust. Its id is in Settings, API keys.");

/** When a trust ends (ms): with the key that made it. Throws 404 `not_found` when that is over. */
async function endOf({ workspaceId, parentKeyId }: OidcTrust): Promise<number> {
  if (!parentKeyId) return Number.POSITIVE_INFINITY;
  const maker = await prisma().apiKey.findFirst({ where: { id: parentKeyId, workspaceId } });
  const endsAt = maker?.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
  if (endsAt <= databaseNow().getTime()) throw noTrust();
  return endsAt;
}

/** Removes trusts whose key has expired; they gave none since. Returns how many. */
export async function endExpiredTrusts(): Promise<number> {
  return transaction(async (tx) => {
    const ended = await tx.$queryRaw<{ id: string; name: string; workspaceId: string }[]>`
      delete from oidc_trusts t using api_keys k
      where k.id = t.parent_key_id and k.workspace_id = t.workspace_id and k.expires_at <= ${databaseNow()}
      returning t.id, t.name, t.workspace_id as "workspaceId"`;
    for (const { workspaceId, ...trust } of ended.toSorted((a, b) => (a.workspaceId < b.workspaceId ? -1 : 1)))
      await recordAudit(tx, { kind: "system", workspaceId, name: "Understudy" }, "oidc-trust.remove", trust, {
        why: "The key that made it has expired.",
      });
    return ended.length;
  });
}

/** Deletes keys of trusts that ended a day ago: until then their tokens must not be taken again. Returns how many. */
export async function sweepExchangedKeys(): Promise<number> {
  const before = new Date(databaseNow().getTime() - longestTokenMs);
  return (await prisma().apiKey.deleteMany({ where: { trustId: { not: null }, expiresAt: { lt: before } } })).count;
}
