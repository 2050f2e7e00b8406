import { AppError } from "@/lib/core/errors";
import { closedWords } from "./invitation-words";

/** The lifetime of an invitation, in days. */
export const invitationDays = 7;

type Times = { expiresAt: Date; acceptedAt: Date | null; revokedAt: Date | null };

export const invitationStatuses = ["open", "accepted", "revoked", "expired"] as const;
export type InvitationStatus = (typeof invitationStatuses)[number];

/** The status of an invitation at `now` (ms). Pure. */
export function invitationStatus({ expiresAt, acceptedAt, revokedAt }: Times, now: number): InvitationStatus {
  if (acceptedAt) return "accepted";
  if (revokedAt) return "revoked";
  return expiresAt.getTime() <= now ? "expired" : "open";
}

/** Throws 410 `invitation_expired` unless the invitation is open at `now` (ms). */
export function assertOpen(invitation: Times, now: number): void {
  const status = invitationStatus(invitation, now);
  if (status !== "open") throw new AppError("invitation_expired", closedWords[status]);
}
