import { databaseNow } from "@/lib/core/database-clock";
import type { Transaction } from "@/lib/core/db";
import type { AccountLink, User } from "@/lib/core/generated/prisma/client";
import { serverUrl } from "@/lib/core/server-url";
import { hashLinkToken, mintLinkToken } from "../../link-token";
import { type AccountLinkKind, assertLinkOpen, linksAtOnce, linksWindowMinutes } from "../rules";

const pathOf: Record<AccountLinkKind, string> = {
  reset: "/sign-in/reset",
  verify: "/sign-in/confirm",
  "change-email": "/sign-in/confirm",
};

export type NewLink = {
  userId: string;
  kind: AccountLinkKind;
  email: string;
  isMailed: boolean;
  minutes: number;
  /** The owner who passes the link on. */
  madeById?: string;
};

/** Creates a link, ends older ones of its kind, and returns its URL. The token is stored only as a hash. */
export async function mintLink(tx: Transaction, { minutes, ...link }: NewLink): Promise<string> {
  const { userId, kind } = link;
  const token = mintLinkToken();
  const now = databaseNow();
  await tx.accountLink.updateMany({ where: { userId, kind, usedAt: null }, data: { usedAt: now } });
  await tx.accountLink.create({
    data: {
      ...link,
      tokenHash: hashLinkToken(token) ?? "",
      createdAt: now,
      expiresAt: new Date(now.getTime() + minutes * 60_000),
    },
  });
  return `${serverUrl()}${pathOf[kind]}/${token}`;
}

/** Ends every open link of an account, in the caller's transaction. */
export async function endLinks(tx: Transaction, userId: string): Promise<void> {
  await tx.accountLink.updateMany({ where: { userId, usedAt: null }, data: { usedAt: databaseNow() } });
}

/** Whether the account may be sent another link of this kind. Locks the account, so concurrent requests are counted. */
export async function mayMint(tx: Transaction, userId: string, kind: AccountLinkKind): Promise<boolean> {
  await tx.$queryRaw`select 1 from users where id = ${userId}::uuid for update`;
  const since = new Date(databaseNow().getTime() - linksWindowMinutes * 60_000);
  return (await tx.accountLink.count({ where: { userId, kind, createdAt: { gt: since } } })) < linksAtOnce;
}

/**
 * Locks the link of a token and reads it with its person. Throws 410 `link_expired` unless it is open and of one of the
 * kinds.
 */
export async function lockLink(
  tx: Transaction,
  token: string,
  kinds: readonly AccountLinkKind[],
): Promise<AccountLink & { user: User }> {
  const tokenHash = hashLinkToken(token) ?? "";
  await tx.$queryRaw`select 1 from account_links where token_hash = ${tokenHash} for update`;
  const found = await tx.accountLink.findUnique({ where: { tokenHash }, include: { user: true } });
  const link = found && kinds.some((kind) => kind === found.kind) ? found : null;
  assertLinkOpen(link, databaseNow().getTime());
  return link;
}
