import { databaseNow } from "@/lib/core/database-clock";
import { prisma, type Transaction, transaction } from "@/lib/core/db";
import { encryptAgain, type Rotation, type StoredSecret } from "@/lib/core/encrypt-again";
import { AppError, isAppError } from "@/lib/core/errors";
import type { SigningKey } from "@/lib/core/generated/prisma/client";
import { logger } from "@/lib/core/logger";
import { oneByOne } from "@/lib/core/one-by-one";
import { decryptSecret, encryptSecret } from "@/lib/core/secrets";
import { uuidV7 } from "@/lib/core/uuid";
import type { Actor, SystemActor } from "../actor";
import { recordAudit } from "../audit";
import { authorize } from "../authorize";
import { readHead, toSignedHead } from "./queries";
import { createSigningKey, type KeyPair, type SignedHead, signHeadWith } from "./signature";

const contextOf = ({ id, workspaceId }: Pick<SigningKey, "id" | "workspaceId">) => ({
  workspaceId,
  id,
  purpose: "signing-key",
});

/** Decrypts a key; null if its encryption key is missing. */
function openKey(row: SigningKey): KeyPair | null {
  try {
    return { publicKey: row.publicKey, privateKey: decryptSecret(row.privateKey, contextOf(row)) };
  } catch (error) {
    if (!isAppError(error)) throw error;
    logger().warn({ workspaceId: row.workspaceId, reason: error.message }, "a signing key cannot be decrypted");
    return null;
  }
}

/**
 * Returns the workspace's signing key. Creates one on first use, and a new one if the old one can no longer be
 * decrypted.
 */
async function signingKeyOf(tx: Transaction, workspaceId: string): Promise<KeyPair> {
  // Two concurrent first uses must create only one key.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`signing key ${workspaceId}`}, 0))`;
  const newest = await tx.signingKey.findFirst({ where: { workspaceId }, orderBy: { createdAt: "desc" } });
  const opened = newest && openKey(newest);
  if (opened) return opened;
  const pair = createSigningKey();
  const id = uuidV7();
  const { publicKey } = pair;
  const privateKey = encryptSecret(pair.privateKey, contextOf({ id, workspaceId }));
  await tx.signingKey.create({ data: { id, workspaceId, publicKey, privateKey } });
  const system: SystemActor = { kind: "system", workspaceId, name: "Understudy" };
  const { name } = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId }, select: { name: true } });
  await recordAudit(tx, system, "signing-key.create", { id: workspaceId, name }, { publicKey });
  return pair;
}

async function signHeadOf(tx: Transaction, workspaceId: string): Promise<SignedHead | null> {
  const key = await signingKeyOf(tx, workspaceId);
  const { position, hash } = await readHead(tx, workspaceId);
  if (position === 0) return null;
  const existing = await tx.signedHead.findUnique({ where: { workspaceId_position: { workspaceId, position } } });
  if (existing) return toSignedHead(existing);
  const at = databaseNow();
  const signed = signHeadWith(key.privateKey, {
    workspaceId,
    position,
    hash,
    at: at.toISOString(),
    publicKey: key.publicKey,
  });
  const data = { workspaceId, position, hash: Buffer.from(hash, "hex"), at, publicKey: key.publicKey };
  await tx.signedHead.create({ data: { ...data, signature: signed.signature } });
  return signed;
}

/**
 * Signs the current head of the workspace's history. Returns the stored signature if the head was signed before. Throws
 * 409 `invalid_state` if the history is empty or the server cannot store secrets.
 */
export async function signHead(actor: Actor): Promise<SignedHead> {
  authorize(actor, "audit:read");
  const signed = await transaction((tx) => signHeadOf(tx, actor.workspaceId));
  if (!signed) throw new AppError("invalid_state", "This workspace has no history yet.");
  return signed;
}

/** Signs every head that has changed and was not signed for a day. Returns the number signed. */
export async function signHeads(deadlineAt: number): Promise<{ signed: number }> {
  const due = await prisma().$queryRaw<{ id: string }[]>`
    select w.id from workspaces w
    cross join lateral (
      select position from history_entries e where e.workspace_id = w.id order by position desc limit 1
    ) head
    left join lateral (
      select position, at from signed_heads s where s.workspace_id = w.id order by position desc limit 1
    ) signed on true
    where signed.position is null or (signed.position < head.position and signed.at < now() - interval '24 hours')`;
  let signed = 0;
  const failure = "the history of a workspace could not be signed";
  await oneByOne(
    due,
    { name: "signed heads", deadlineAt, idOf: ({ id }) => ({ workspaceId: id }), failure },
    async ({ id }) => {
      if (await transaction((tx) => signHeadOf(tx, id))) signed++;
    },
  );
  return { signed };
}

async function* listSigningKeys(): AsyncGenerator<StoredSecret> {
  for (const { id: workspaceId, name } of await prisma().workspace.findMany({ select: { id: true, name: true } }))
    for (const row of await prisma().signingKey.findMany({ where: { workspaceId } })) {
      const { id, privateKey } = row;
      yield {
        name: `signing key of ${name}`,
        sealed: privateKey,
        context: contextOf(row),
        replace: (next) =>
          prisma().signingKey.updateMany({ where: { id, workspaceId, privateKey }, data: { privateKey: next } }),
      };
    }
}

/** Encrypts signing keys again with the newest encryption key. Idempotent. */
export async function rotateSigningKeys(): Promise<Rotation> {
  return encryptAgain(listSigningKeys());
}
