import type { KeyActor } from "@/lib/auth/actor";
import { isDatabaseUnavailable } from "@/lib/core/database-errors";
import { onDatabaseBack } from "@/lib/core/database-watch";
import { withBeforeCommit } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { canonicalJson, sha256Hex } from "@/lib/core/hash";
import { logger } from "@/lib/core/logger";
import { singleton } from "@/lib/core/singleton";
import type { Answer } from "../answer";
import * as rows from "./commands";

/** What makes two requests the same: method, path, body and the precondition. */
type Fingerprint = { method: string; path: string; body: unknown; ifMatch: string | null };

type Once = {
  actor: KeyActor;
  key: string;
  fingerprint: Fingerprint;
  /** Whether the answer may be stored; a new API key may not. */
  isAnswerStored: boolean;
  run: () => Promise<Answer>;
};

type Stored = { body: unknown; headers?: Record<string, string> };

const keyPattern = /^[\x21-\x7e]{1,255}$/;

/** Runs a command once per Idempotency-Key, however often it is sent, also across crashes. */
export async function runOnce({ actor, key, fingerprint, isAnswerStored, run }: Once): Promise<Answer> {
  if (!keyPattern.test(key))
    throw new AppError("invalid_request", "Idempotency-Key has 1 to 255 visible ASCII characters, for example a UUID.");
  const id: rows.RequestKey = { workspaceId: actor.workspaceId, actorId: actor.keyId, key };
  const hash = sha256Hex(canonicalJson(fingerprint));
  sweepOccasionally();
  const claimed = (await rows.claim(id, hash)) ?? (await settle(id, hash));
  if ("answer" in claimed) return claimed.answer;
  const token = claimed;
  try {
    const answer = await withBeforeCommit((tx) => rows.markCommitted(tx, id, token), run);
    const stored = isAnswerStored ? toStored(answer) : null;
    await rows.keepAnswer(id, token, answer.status, stored).catch(logLostAnswer);
    return answer;
  } catch (error) {
    await releaseKey(id, token);
    throw error;
  }
}

/** Gives the key free; once the database is back where it is away, or a retry would wait a minute for the lock to end. */
async function releaseKey(id: rows.RequestKey, token: { lockedUntil: Date }): Promise<void> {
  try {
    await rows.release(id, token);
  } catch (error) {
    if (!isDatabaseUnavailable(error)) return logLostAnswer(error);
    const stop = onDatabaseBack(() => {
      stop();
      void releaseKey(id, token);
    });
  }
}

/** What to do about a row that stands there already: replay, refuse, or take over from a try that died. */
async function settle(id: rows.RequestKey, hash: string): Promise<{ lockedUntil: Date } | { answer: Answer }> {
  const row = await rows.load(id);
  if (row?.isExpired) await rows.removeExpired(id);
  if (!row || row.isExpired) {
    const token = await rows.claim(id, hash);
    if (token) return token;
    throw inProgress();
  }
  if (row.requestHash !== hash)
    throw new AppError(
      "idempotency_key_reused",
      "This Idempotency-Key was used for another request. Use a new key for each request.",
    );
  if (row.status !== null && row.body !== null) return { answer: fromStored(row.status, row.body) };
  if (row.status !== null) throw resultLost();
  if (row.isLocked) throw inProgress();
  if (row.committedAt) throw resultLost();
  const token = await rows.takeOver(id);
  if (token) return token;
  throw inProgress();
}

const inProgress = () =>
  new AppError("idempotency_in_progress", "The first request with this Idempotency-Key is still running. Try again.", {
    headers: { "retry-after": "1" },
  });

const resultLost = () =>
  new AppError(
    "idempotency_result_lost",
    "The request was carried out once and will not be again, but its answer is not kept. Read the present state.",
  );

function toStored({ body, headers }: Answer): Prisma.InputJsonValue {
  const stored: Stored = { body, ...(headers && { headers }) };
  return stored as Prisma.InputJsonObject; // an answer's body is JSON: it is about to be sent as such
}

function fromStored(status: number, value: Prisma.JsonValue): Answer {
  const { body, headers } = value as Stored;
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
