import { databaseNow } from "@/lib/core/database-clock";
import { type Transaction, transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { queueMail } from "../../mail/commands";
import { recordForPerson } from "../../record-for-person";
import { assertFreshProof } from "../../sessions/fresh-proof";
import type { SessionPerson } from "../../sessions/queries";
import { hashRecoveryCode, mintRecoveryCode, recoveryCodes } from "../rules";
import type { TotpCodeInput } from "../schema";
import { openTotp, sealTotp } from "../sealed";
import { matchCode, mintSecret, otpauthUri, toBase32 } from "../totp";
import { assertOwnFactor } from "./assert-own-factor";
import { checkCode } from "./check-code";

/** The data that an authenticator app needs. It is shown only during the setup. */
export type TotpSetup = { secret: string; uri: string };

/** Sign-in methods whose sessions need a code to be strong. Sessions of identity providers are always strong. */
const ownMethods = ["password", "invitation"] as const;

const noFactor = () => new AppError("invalid_state", "You have no authenticator app set up.");

/** Starts the setup of an authenticator app. It becomes active with its first code. Throws 403 `proof_required`. */
export async function beginTotp(person: SessionPerson): Promise<TotpSetup> {
  assertFreshProof(person);
  const { userId, email } = person;
  const secret = mintSecret();
  const sealed = sealTotp(secret, userId);
  await transaction(async (tx) => {
    await tx.$queryRaw`select 1 from users where id = ${userId}::uuid for update`;
    const existing = await tx.secondFactor.findUnique({ where: { userId } });
    if (existing?.confirmedAt)
      throw new AppError("invalid_state", "An authenticator app is set up already. Remove it first to use another.");
    await assertOwnFactor(tx, person);
    await tx.secondFactor.upsert({
      where: { userId },
      create: { userId, secret: sealed },
      update: { secret: sealed, failures: 0, lockedUntil: null, lastStep: 0 },
    });
  });
  return { secret: toBase32(secret), uri: otpauthUri(secret, email) };
}

async function replaceRecoveryCodes(tx: Transaction, userId: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodes }, mintRecoveryCode);
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.recoveryCode.createMany({ data: codes.map((code) => ({ userId, hash: hashRecoveryCode(code) ?? "" })) });
  return codes;
}

async function notifyPerson(tx: Transaction, { userId, name, email }: SessionPerson, isAdded: boolean, change: string) {
  await recordForPerson(tx, { userId, name }, isAdded ? "member.add-factor" : "member.remove-factor", {
    factor: "authenticator app",
  });
  await queueMail(tx, email, { kind: "second-factor", change });
}

/**
 * Activates the app with its first code and returns the recovery codes, which are shown only once. From then on, a
 * sign-in with the password requires a code. This session counts as one with a code. Throws 403 `forbidden` for a wrong
 * code.
 */
export async function confirmTotp(person: SessionPerson, { code }: TotpCodeInput): Promise<{ codes: string[] }> {
  const { userId, session } = person;
  return transaction(async (tx) => {
    await tx.$queryRaw`select 1 from second_factors where user_id = ${userId}::uuid for update`;
    const factor = await tx.secondFactor.findUnique({ where: { userId } });
    if (!factor) throw noFactor();
    if (factor.confirmedAt) throw new AppError("invalid_state", "An authenticator app is set up already.");
    await assertOwnFactor(tx, person);
    const now = databaseNow();
    const step = matchCode(openTotp(factor.secret, userId), code, now.getTime());
    if (step === null)
      throw new AppError(
        "forbidden",
        "The code does not match. Check the clock of your phone, then use the next code.",
      );
    await tx.secondFactor.update({ where: { userId }, data: { confirmedAt: now, lastUsedAt: now, lastStep: step } });
    await tx.session.updateMany({ where: { id: session.id, userId }, data: { isStrong: true } });
    await notifyPerson(tx, person, true, "An authenticator app was set up as a second factor.");
    return { codes: await replaceRecoveryCodes(tx, userId) };
  });
}

/** Creates new recovery codes and invalidates the old ones. Throws 403 `proof_required`, `second_factor_required`. */
export async function renewRecoveryCodes(person: SessionPerson): Promise<{ codes: string[] }> {
  assertFreshProof(person);
  const { userId } = person;
  return transaction(async (tx) => {
    await tx.$queryRaw`select 1 from second_factors where user_id = ${userId}::uuid for update`;
    const factor = await tx.secondFactor.findUnique({ where: { userId } });
    if (!factor?.confirmedAt) throw noFactor();
    await assertOwnFactor(tx, person);
    await notifyPerson(tx, person, true, "New recovery codes were created. The old ones no longer work.");
    return { codes: await replaceRecoveryCodes(tx, userId) };
  });
}

/** Removes the second factor. Requires a current code. Throws 403 `proof_required`, `forbidden`. */
export async function removeTotp(person: SessionPerson, { code }: TotpCodeInput): Promise<Record<string, never>> {
  assertFreshProof(person);
  const { userId, name, email } = person;
  const outcome = await transaction(async (tx) => {
    const checked = await checkCode(tx, { id: userId, name, email }, code);
    if (checked !== "fits") return checked;
    await tx.secondFactor.delete({ where: { userId } });
    await tx.recoveryCode.deleteMany({ where: { userId } });
    await tx.session.updateMany({ where: { userId, method: { in: [...ownMethods] } }, data: { isStrong: false } });
    await notifyPerson(
      tx,
      person,
      false,
      "The authenticator app was removed. You now sign in with only your password.",
    );
    return checked;
  });
  // Throw only after the commit, so that the count of wrong codes is kept.
  if (outcome === "none") throw noFactor();
  if (outcome === "locked") throw new AppError("rate_limited", "Too many wrong codes. Wait, then use the next code.");
  if (outcome !== "fits") throw new AppError("forbidden", "The code does not match.");
  return {};
}
