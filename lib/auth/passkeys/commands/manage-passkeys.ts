import { generateRegistrationOptions, verifyRegistrationResponse } from "@simplewebauthn/server";
import { prisma, type Transaction, transaction } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { logger } from "@/lib/core/logger";
import { queueMail } from "../../mail/commands";
import { recordForPerson } from "../../record-for-person";
import { assertOwnFactor } from "../../second-factor/commands/assert-own-factor";
import { assertFreshProof } from "../../sessions/fresh-proof";
import type { SessionPerson } from "../../sessions/queries";
import { handleBytes, relyingParty } from "../relying-party";
import type { AddPasskeyInput, PasskeyIdInput } from "../schema";
import { keepChallenge, takeChallenge } from "./challenges";

/** The maximum number of passkeys per person. */
const mostPasskeys = 20;

/**
 * The options from which the browser creates a passkey. Throws 403 `proof_required`, `second_factor_required`, 409
 * `invalid_state`.
 */
export async function beginPasskey(person: SessionPerson) {
  assertFreshProof(person);
  const { userId, name, email } = person;
  const { id: rpID } = relyingParty();
  const existing = await prisma().passkey.findMany({ where: { userId }, select: { id: true, transports: true } });
  if (existing.length >= mostPasskeys)
    throw new AppError("invalid_state", `You have ${mostPasskeys} passkeys. Remove one first.`);
  const options = await generateRegistrationOptions({
    rpName: "Understudy",
    rpID,
    userName: email,
    userDisplayName: name,
    userID: handleBytes(userId),
    excludeCredentials: existing,
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  await keepChallenge(options.challenge, { purpose: "add", userId });
  return options;
}

/**
 * Adds a passkey that the browser created. If the account had no second factor, this session counts as one opened with
 * it. Throws 403 `proof_required`, `second_factor_required`, 403 `forbidden` if the answer is not a new
 * passkey of this site.
 */
export async function addPasskey(person: SessionPerson, { name, response }: AddPasskeyInput): Promise<{ id: string }> {
  assertFreshProof(person);
  const { userId, session } = person;
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty();
  const added = await transaction(async (tx) => {
    await tx.$queryRaw`select 1 from users where id = ${userId}::uuid for update`;
    await assertOwnFactor(tx, person);
    const expectedChallenge = await takeChallenge(tx, response.response.clientDataJSON, { purpose: "add", userId });
    if (!expectedChallenge) return null;
    const checked = await verifyRegistrationResponse({
      response,
      expectedChallenge,
      expectedOrigin,
      expectedRPID,
    }).catch((error: unknown) => {
      logger().info({ err: error, userId }, "a passkey was not added");
      return null;
    });
    if (!checked?.verified) return null;
    const { id, publicKey, counter } = checked.registrationInfo.credential;
    if ((await tx.passkey.count({ where: { id } })) > 0) return null;
    const { transports } = response.response;
    const row = { id, userId, name, publicKey: new Uint8Array(publicKey), counter, transports };
    await tx.passkey.create({ data: row });
    await tx.session.updateMany({ where: { id: session.id, userId }, data: { isStrong: true } });
    await notifyPerson(tx, person, "member.add-factor", name);
    return { id };
  });
  // Throw only after the commit: the challenge is used up in any case.
  if (!added) throw new AppError("forbidden", "The passkey was not accepted. Try again, and answer within 5 minutes.");
  return added;
}

/** Removes a passkey. Throws 403 `proof_required`, `second_factor_required`, 404 `not_found`. */
export async function removePasskey(person: SessionPerson, { id }: PasskeyIdInput): Promise<{ id: string }> {
  assertFreshProof(person);
  const { userId } = person;
  await transaction(async (tx) => {
    await tx.$queryRaw`select 1 from users where id = ${userId}::uuid for update`;
    await assertOwnFactor(tx, person);
    const passkey = await tx.passkey.findFirst({ where: { id, userId } });
    if (!passkey) throw new AppError("not_found", "You have no such passkey.");
    await tx.passkey.delete({ where: { id, userId } });
    await notifyPerson(tx, person, "member.remove-factor", passkey.name);
  });
  return { id };
}

type Change = "member.add-factor" | "member.remove-factor";

async function notifyPerson(tx: Transaction, { userId, name, email }: SessionPerson, action: Change, passkey: string) {
  await recordForPerson(tx, { userId, name }, action, { factor: "passkey", passkey });
  const change =
    action === "member.add-factor"
      ? `The passkey "${passkey}" was added. It signs in to your account.`
      : `The passkey "${passkey}" was removed. It no longer signs in.`;
  await queueMail(tx, email, { kind: "second-factor", change });
}
