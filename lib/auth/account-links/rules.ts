import { AppError } from "@/lib/core/errors";

/** What a link of a person's account does. */
export type AccountLinkKind = "reset" | "verify" | "change-email";

/** How long a link holds, in minutes. One that a person hands on takes longer to arrive than an e-mail. */
export const linkMinutes = { mailed: 60, handed: 24 * 60, address: 24 * 60 } as const;

/** How many links of a kind an account gets in a quarter of an hour; more are not sent. */
export const linksAtOnce = 3;
export const linksWindowMinutes = 15;

type Times = { expiresAt: Date; usedAt: Date | null };
export type AccountLinkStatus = "open" | "used" | "expired";

/** Where a link stands at `now` (ms). Pure. */
export function linkStatus({ expiresAt, usedAt }: Times, now: number): AccountLinkStatus {
  if (usedAt) return "used";
  return expiresAt.getTime() <= now ? "expired" : "open";
}

const closed = {
  used: "This link was used already, or replaced by a newer one. Use the newest, or ask for another.",
  expired: "This link has expired. Ask for a new one.",
} as const;

/** Throws 410 `link_expired` unless the link is there and open at `now` (ms). Pure. */
export function assertLinkOpen<Link extends Times>(link: Link | null, now: number): asserts link is Link {
  if (!link)
    throw new AppError("link_expired", "There is no such link. Copy the whole link again, or ask for a new one.");
  const status = linkStatus(link, now);
  if (status !== "open") throw new AppError("link_expired", closed[status]);
}
