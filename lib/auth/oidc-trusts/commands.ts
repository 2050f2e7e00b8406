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

/** Rights that a 15-minute key must not hold: what it creates with them would outlive it. */
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

/** Runs the work in a transaction. Throws 409 `already_exists` if another trust has the name. */
async function withNameFree<T>(name: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  try {
    return await transaction(work);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("already_exists", `There is a trust named “${name}” already.`);
  }
}

/**
 * Creates a trust for tokens of an issuer. A token that meets the conditions can be exchanged for a key of 15 minutes.
 * A trust created by a key ends when that key is revoked or expires. Throws 403 `insufficient_scope` for rights that
 * would outlive the key, 409 `already_exists`, 422 `url_not_allowed`, 503 `issuer_unavailable` if the issuer's keys
 * cannot be read.
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

/** Locks a trust and reads it with its environments. Throws if the actor is a key that cannot access all of them. */
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
 * Changes a trust. Ends the keys it has issued unless only its name changes, because their rights may no longer be
 * allowed. Throws the errors of `createOidcTrust`, and 404 if there is no such trust.
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
    // Validate the merged fields as a whole: conditions and issuer depend on each other, and an older row may be
    // invalid.
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

/** Deletes a trust and ends its keys. Returns the deleted trust. Throws 404 if there is none. */
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

/** A key issued for a token, with its rights and lifetime. */
export type ExchangedKey = { key: string; rights: Permission[]; lifeSeconds: number };

// The claims of GitHub and GitLab tokens that the audit log stores to show their origin. Not all claims, to limit the
// size.
const recordedClaims = [
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
 * Exchanges a token that a trust accepts for a 15-minute key, once per token. Throws 404 `not_found` for an unknown
 * trust, 401 `invalid_token`, 403 `token_not_trusted`, 409 `token_already_used`, 503 `issuer_unavailable`.
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
      `This trust does not accept the token's ${unmet.claim}: ${quoted(claims[unmet.claim])}.`,
    );
  const key = mintKey("oidc");
  const rights = trust.rights as Permission[];
  const now = databaseNow().getTime();
  const lifeSeconds = Math.min(longestLifeSeconds, Math.ceil((endsAt - now) / 1_000));
  const expiresAt = new Date(Math.min(endsAt, now + lifeSeconds * 1_000));
  // The signature covers the encoded payload, so a token cannot be reused in another encoding.
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
      const recordedValues = recordedClaims.flatMap((claim) =>
        claim in claims ? [[claim, quoted(claims[claim])]] : [],
      );
      await recordAudit(tx, by, "key.exchange", row, { trust: id, claims: Object.fromEntries(recordedValues) });
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("token_already_used", "This token was already exchanged. Ask the issuer for a new one.");
  }
  return { key, rights, lifeSeconds };
}

const quoted = (value: unknown): string => (value === undefined ? "nothing" : String(value).slice(0, 300));

const noTrust = () => new AppError("not_found", "There is no such trust. Its id is in Settings, API keys.");

/** When a trust ends (ms): when the key that created it expires, or never. Throws 404 `not_found` if it has expired. */
async function endOf({ workspaceId, parentKeyId }: OidcTrust): Promise<number> {
  if (!parentKeyId) return Number.POSITIVE_INFINITY;
  const maker = await prisma().apiKey.findFirst({ where: { id: parentKeyId, workspaceId } });
  const endsAt = maker?.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
  if (endsAt <= databaseNow().getTime()) throw noTrust();
  return endsAt;
}

/** Deletes trusts whose creating key has expired. They issue no keys after that time. Returns the number deleted. */
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

/**
 * Deletes issued keys that ended a day ago. Until then their tokens must be remembered to prevent reuse. Returns the
 * number deleted.
 */
export async function sweepExchangedKeys(): Promise<number> {
  const before = new Date(databaseNow().getTime() - longestTokenMs);
  return (await prisma().apiKey.deleteMany({ where: { trustId: { not: null }, expiresAt: { lt: before } } })).count;
}
