import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import { hashLinkToken } from "../link-token";
import { type AccountLinkKind, type AccountLinkStatus, linkStatus } from "./rules";

/** What the page of a link shows. */
export type AccountLinkDoor = { kind: AccountLinkKind; email: string; status: AccountLinkStatus };

/** Returns the link of a token, or null if there is none. */
export async function getAccountLink(token: string): Promise<AccountLinkDoor | null> {
  const tokenHash = hashLinkToken(token);
  const row = tokenHash && (await prisma().accountLink.findUnique({ where: { tokenHash } }));
  if (!row) return null;
  return { kind: row.kind as AccountLinkKind, email: row.email, status: linkStatus(row, databaseNow().getTime()) };
}
