import { databaseNow } from "@/lib/core/database-clock";
import { type Transaction, transaction } from "@/lib/core/db";
import { logger } from "@/lib/core/logger";
import { normaliseEmail } from "../email";
import { cleanName } from "../person-name";
import { recordForPerson } from "../record-for-person";
import type { SignedIn } from "../sign-in";
import { endEarlierAccess } from "./end-earlier-access";

/** What an identity provider reports about a person. `subject` is the provider's own id for them. */
export type ProviderProfile = {
  provider: string;
  subject: string;
  email: string | undefined;
  isEmailVerified: boolean;
  name: string;
};

type ProviderRefusal = "no_email" | "email_unverified" | "no_account";
export type ProviderResult = { ok: true; user: SignedIn } | { ok: false; reason: ProviderRefusal };

/**
 * Returns the account of a provider's person: the account linked before; else the one with the same address, if the
 * provider has verified it; else a new one, if the person was invited. All others are refused.
 */
export async function signInWithProvider(profile: ProviderProfile): Promise<ProviderResult> {
  const { provider, subject } = profile;
  return transaction(async (tx) => {
    // Two concurrent callbacks for one person must not create two accounts.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`identity ${provider} ${subject}`}, 0))`;
    const identity = await tx.userIdentity.findUnique({
      where: { provider_subject: { provider, subject } },
      include: { user: true },
    });
    if (identity) return { ok: true, user: toSignedIn(identity.user) };
    if (!profile.email) return { ok: false, reason: "no_email" };
    if (!profile.isEmailVerified) return { ok: false, reason: "email_unverified" };
    const user = await findOrMakeAccount(tx, normaliseEmail(profile.email), profile.name);
    if (!user) return { ok: false, reason: "no_account" };
    await tx.userIdentity.create({ data: { provider, subject, userId: user.id } });
    await recordForPerson(tx, { userId: user.id, name: user.name }, "member.link-identity", { provider });
    logger().info({ provider, userId: user.id }, "an identity was linked to an account");
    return { ok: true, user: toSignedIn(user) };
  });
}

const toSignedIn = ({ id, email, name }: SignedIn): SignedIn => ({ id, email, name });

async function findOrMakeAccount(tx: Transaction, email: string, name: string): Promise<SignedIn | null> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`account ${email}`}, 0))`;
  const existing = await tx.user.findUnique({ where: { email } });
  if (existing) {
    await endEarlierAccess(tx, existing);
    await tx.user.update({ where: { id: existing.id }, data: { emailVerifiedAt: databaseNow() } });
    return existing;
  }
  const invitation = await tx.invitation.findFirst({
    where: { email, acceptedAt: null, revokedAt: null, expiresAt: { gt: databaseNow() } },
    select: { id: true },
  });
  return invitation && tx.user.create({ data: { email, name: cleanName(name), emailVerifiedAt: databaseNow() } });
}
