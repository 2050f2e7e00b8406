import type { KeyActor } from "@/lib/auth/actor";
import { canonicalJson } from "@/lib/core/canonical-json";
import { isDatabaseUnavailable } from "@/lib/core/database-errors";
import { onDatabaseBack, watchRecovery } from "@/lib/core/database-watch";
import { type Transaction, withBeforeCommit } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { sha256Hex } from "@/lib/core/hash";
import { logger } from "@/lib/core/logger";
import { singleton } from "@/lib/core/singleton";
import type { Answer } from "../answer";
import * as rows from "./commands";

/** Two requests are the same if these are equal: method, path, body and precondition. */
type Fingerprint = { method: string; path: string; body: unknown; ifMatch: string | null };

type OnceOptions = {
  actor: KeyActor;
  key: string;
  fingerprint: Fingerprint;
  /** Whether the response may be stored. False if it contains a new API key. */
  isAnswerStored: boolean;
  run: () => Promise<Answer>;
};

type StoredAnswer = { body: unknown; headers?: Record<string, string> };

const keyPattern = /^[\x21-\x7e]{1,255}$/;

/** Runs a command at most once per Idempotency-Key, even after crashes. */
export async function runOnce({ actor, key, fingerprint, isAnswerStored, run }: OnceOptions): Promise<Answer> {
  if (!keyPattern.test(key))
    throw new AppError("invalid_request", "Idempotency-Key has 1 to 255 visible ASCII characters, for example a UUID.");
  const id: rows.RequestKey = { workspaceId: actor.workspaceId, actorId: actor.keyId, key };
  const hash = sha256Hex(canonicalJson(fingerprint));
  sweepOccasionally();
  const token = rows.newToken();
  const earlier = await begin(id, hash, token);
  if (earlier) return earlier;
  const endRenewal = keepLocked(id, token);
  try {
    const markCommitted = async (tx: Transaction) => {
      await endRenewal();
      await rows.markCommitted(tx, id, token);
    };
    const answer = await withBeforeCommit(markCommitted, run);
    await endRenewal();
    const stored = isAnswerStored ? toStored(answer) : null;
    await untilWritten(() => rows.keepAnswer(id, token, answer.status, stored));
    return answer;
  } catch (error) {
    await endRenewal();
    await untilWritten(() => rows.release(id, token));
    throw error;
  }
}

/**
 * Renews the lock while the attempt runs. Returns the function that ends this. It waits for a renewal that is being
 * written, because the lock's time identifies its holder.
 */
function keepLocked(id: rows.RequestKey, token: rows.Token): () => Promise<void> {
  let renewal = Promise.resolve();
  const timer = setInterval(() => {
    // One after the other. Without it the lock ends earlier, and another attempt may take over.
    renewal = renewal.then(() => rows.renew(id, token)).catch(() => {});
  }, rows.renewMs);
  return () => {
    clearInterval(timer);
    return renewal;
  };
}

/** Claims the key. Returns null if this attempt should run, or the response of an earlier attempt. */
async function begin(id: rows.RequestKey, hash: string, token: rows.Token): Promise<Answer | null> {
  try {
    return (await rows.claim(id, hash, token)) ? null : await settle(id, hash, token);
  } catch (error) {
    // The claim may have been executed although its response was lost.
    if (isDatabaseUnavailable(error)) await untilWritten(() => rows.release(id, token));
    throw error;
  }
}

/**
 * Writes how an attempt ended. If the database is unavailable, writes again after it recovers; otherwise a retry would
 * wait for the lock to expire. Waits only for the first write.
 */
async function untilWritten(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!isDatabaseUnavailable(error)) return logLostAnswer(error);
    const stop = onDatabaseBack(() => {
      stop();
      void untilWritten(write);
    });
    watchRecovery(); // it may have recovered already
  }
}

/** Handles an existing row: returns its stored response, throws, or takes over from an attempt that died (null). */
async function settle(id: rows.RequestKey, hash: string, token: rows.Token): Promise<Answer | null> {
  const row = await rows.load(id);
  if (row?.isExpired) await rows.removeExpired(id);
  if (!row || row.isExpired) {
    if (await rows.claim(id, hash, token)) return null;
    throw inProgress();
  }
  if (row.requestHash !== hash)
    throw new AppError(
      "idempotency_key_reused",
      "This Idempotency-Key was used for another request. Use a new key for each request.",
    );
  if (row.status !== null && row.body !== null) return fromStored(row.status, row.body);
  if (row.status !== null) throw resultLost();
  if (row.isLocked) throw inProgress();
  if (row.committedAt) throw resultLost();
  if (await rows.takeOver(id, token)) return null;
  throw inProgress();
}

const inProgress = () =>
  new AppError("idempotency_in_progress", "The first request with this Idempotency-Key is still running. Try again.", {
    headers: { "retry-after": "1" },
  });

const resultLost = () =>
  new AppError(
    "idempotency_result_lost",
    "The request was completed and will not be repeated, but its response is not stored. Read the current state.",
  );

function toStored({ body, headers }: Answer): Prisma.InputJsonValue {
  const stored: StoredAnswer = { body, ...(headers && { headers }) };
  return stored as Prisma.InputJsonObject; // the body of a response is JSON, because it is sent as JSON
}

function fromStored(status: number, value: Prisma.JsonValue): Answer {
  const { body, headers } = value as StoredAnswer;
  return { status, body, headers: { ...headers, "idempotent-replayed": "true" } };
}

function logLostAnswer(error: unknown): void {
  logger().warn({ err: error }, "an idempotency row could not be settled");
}

const sweep = singleton("idempotency-sweep", () => ({ lastAt: 0 }));

function sweepOccasionally(): void {
  const now = Date.now();
  if (now - sweep.lastAt < 600_000) return;
  sweep.lastAt = now;
  rows.sweepIdempotencyKeys().catch(logLostAnswer);
}
