import { transaction } from "@/lib/core/db";
import type { Person } from "../actor";
import type { MuteMailsInput } from "../schema";

/** Turns kinds of e-mail off for a person, and all others on. */
export async function muteMails({ userId }: Person, { muted }: MuteMailsInput): Promise<MuteMailsInput> {
  await transaction((tx) => tx.user.update({ where: { id: userId }, data: { mutedMails: muted } }));
  return { muted };
}
