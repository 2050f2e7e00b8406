import { databaseNow } from "@/lib/core/database-clock";
import { type Transaction, transaction } from "@/lib/core/db";
import { queueMail } from "../../mail/commands";
import { recordForPerson } from "../../record-for-person";
import { hashRecoveryCode, lockMinutes } from "../rules";
import { openTotp } from "../sealed";
import { matchCode } from "../totp";

/** The result of checking a code. `none`: the person has no second factor. */
export type CodeOutcome = "none" | "missing" | "wrong" | "locked" | "fits";

type Person = { id: string; name: string; email: string };

/**
 * Checks the second factor of a person after their password: a code of the app, or an unused recovery code. Wrong codes
 * are counted in the row, for all instances. The row stays locked until the commit.
 */
export async function checkCode(tx: Transaction, person: Person, code: string): Promise<CodeOutcome> {
  const { id: userId } = person;
  await tx.$queryRaw`select 1 from second_factors where user_id = ${userId}::uuid for update`;
  const factor = await tx.secondFactor.findUnique({ where: { userId } });
  if (!factor?.confirmedAt) return "none";
  if (code.trim() === "") return "missing";
  const now = databaseNow();
  if (factor.lockedUntil && factor.lockedUntil > now) return "locked";
  const step = matchCode(openTotp(factor.secret, userId), code, now.getTime(), factor.lastStep);
  if (step !== null || (await spendRecoveryCode(tx, person, code))) {
    const data = { failures: 0, lockedUntil: null, lastUsedAt: now, ...(step !== null && { lastStep: step }) };
    await tx.secondFactor.update({ where: { userId }, data });
    return "fits";
  }
  const failures = factor.failures + 1;
  const minutes = lockMinutes(failures);
  const lockedUntil = minutes === 0 ? null : new Date(now.getTime() + minutes * 60_000);
  await tx.secondFactor.update({ where: { userId }, data: { failures, lockedUntil } });
  return "wrong";
}

async function spendRecoveryCode(tx: Transaction, { id: userId, name, email }: Person, code: string): Promise<boolean> {
  const hash = hashRecoveryCode(code);
  if (hash === null) return false;
  const used = await tx.recoveryCode.updateMany({
    where: { userId, hash, usedAt: null },
    data: { usedAt: databaseNow() },
  });
  if (used.count === 0) return false;
  const left = await tx.recoveryCode.count({ where: { userId, usedAt: null } });
  await recordForPerson(tx, { userId, name }, "member.use-recovery-code", { left });
  const change = `Someone signed in to your account with a recovery code. ${left} are left.`;
  await queueMail(tx, email, { kind: "second-factor", change });
  return true;
}

/** Checks the code for a sign-in, in its own transaction, so that the count of wrong codes is committed. */
export const checkSignInCode = (person: Person, code: string): Promise<CodeOutcome> =>
  transaction((tx) => checkCode(tx, person, code));
