import type { Role } from "@/lib/core/generated/prisma/enums";

/** What whoever joins by their address may become: nobody makes admins of strangers. */
export const joinRoles = ["viewer", "editor", "publisher"] as const satisfies readonly Role[];

/** The domain of an e-mail address, in small letters. Pure. */
export const domainOf = (email: string): string => email.slice(email.lastIndexOf("@") + 1).toLowerCase();

/** Where the record of a domain stands, and what it says. Pure. */
export const recordName = (domain: string): string => `_understudy.${domain}`;
export const recordValue = (token: string): string => `understudy-domain=${token}`;

/** Whether one of the records is the one; a record comes in pieces of 255 characters. Pure. */
export function hasRecord(records: readonly (readonly string[])[], token: string): boolean {
  return records.some((pieces) => pieces.join("").trim() === recordValue(token));
}

/** So many daily checks in a row without the record end what it proved. */
export const checksToLapse = 7;

/** What a daily check makes of a verified domain, by how many checks before it missed the record. Pure. */
export function afterCheck(missedBefore: number, isFound: boolean): { missedChecks: number; isLapsed: boolean } {
  const missedChecks = isFound ? 0 : missedBefore + 1;
  return { missedChecks, isLapsed: missedChecks >= checksToLapse };
}

/**
 * Whether an invitation of a workspace may make an account for an address: where others have verified its domain, only by
 * an invitation of theirs, or by one that went to the address. Pure.
 */
export function mayMakeAccount(
  { workspaceId, isMailed }: { workspaceId: string; isMailed: boolean },
  verifiedBy: readonly string[],
): boolean {
  return isMailed || verifiedBy.length === 0 || verifiedBy.includes(workspaceId);
}
