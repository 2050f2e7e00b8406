import type { Role } from "@/lib/core/generated/prisma/enums";

/** The roles that a person can get when they join by their address. Admins and owners must be invited. */
export const joinRoles = ["viewer", "editor", "publisher"] as const satisfies readonly Role[];

/** The domain of an e-mail address, in lower case. Pure. */
export const domainOf = (email: string): string => email.slice(email.lastIndexOf("@") + 1).toLowerCase();

/** The name and the value of the DNS record of a domain. Pure. */
export const recordName = (domain: string): string => `_understudy.${domain}`;
export const recordValue = (token: string): string => `understudy-domain=${token}`;

/**
 * Whether one of the records has the value for this token. A TXT record is split into pieces of up to 255 characters.
 * Pure.
 */
export function hasRecord(records: readonly (readonly string[])[], token: string): boolean {
  return records.some((pieces) => pieces.join("").trim() === recordValue(token));
}

/** After this many failed daily checks in a row, a domain is no longer verified. */
export const checksToLapse = 7;

/**
 * The new state of a verified domain after a daily check. `missedBefore` is the number of failed checks before it.
 * Pure.
 */
export function afterCheck(missedBefore: number, isFound: boolean): { missedChecks: number; isLapsed: boolean } {
  const missedChecks = isFound ? 0 : missedBefore + 1;
  return { missedChecks, isLapsed: missedChecks >= checksToLapse };
}

/**
 * Whether an invitation may create an account for an address. If other workspaces verified the address's domain, only
 * their invitations may, or one that was sent to the address by e-mail. Pure.
 */
export function mayMakeAccount(
  { workspaceId, isMailed }: { workspaceId: string; isMailed: boolean },
  verifiedBy: readonly string[],
): boolean {
  return isMailed || verifiedBy.length === 0 || verifiedBy.includes(workspaceId);
}
