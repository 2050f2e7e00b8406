import { AppError } from "@/lib/core/errors";

/** The purpose of an account link. */
export type AccountLinkKind = "reset" | "verify" | "change-email";

/** The lifetime of a link, in minutes. A link that an owner passes on gets more time than one sent by e-mail. */
export const linkMinutes = { mailed: 60, handed: 24 * 60, address: 24 * 60 } as const;

/** The maximum number of links of one kind that an account gets in 15 minutes. */
export const linksAtOnce = 3;
export const linksWindowMinutes = 15;

type Times = { expiresAt: Date; usedAt: Date | null };
export type AccountLinkStatus = "open" | "used" | "expired";

/** The status of a link at `now` (ms). Pure. */
export function linkStatus({ expiresAt, usedAt }: Times, now: number): AccountLinkStatus {
  if (usedAt) return "used";
  return expiresAt.getTime() <= now ? "expired" : "open";
}

const closed = {
  used: "This link was already used, or replaced by a newer one. Use the newest, or ask for another.",
  expired: "This link has expired. Ask for a new one.",
} as const;

/** Throws 410 `link_expired` unless the link exists and is open at `now` (ms). Pure. */
export function assertLinkOpen<Link extends Times>(link: Link | null, now: number): asserts link is Link {
  if (!link)
    throw new AppError("link_expired", "There is no such link. Copy the whole link again, or ask for a new one.");
  const status = linkStatus(link, now);
  if (status !== "open") throw new AppError("link_expired", closed[status]);
}
