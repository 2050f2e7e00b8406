import { transaction } from "@/lib/core/db";
import type { Person } from "../actor";
import type { MuteMailsInput } from "../schema";

/** Sets the kinds of e-mail that a person does not want. All other kinds are turned on. */
export async function muteMails({ userId }: Person, { muted }: MuteMailsInput): Promise<MuteMailsInput> {
  await transaction((tx) => tx.user.update({ where: { id: userId }, data: { mutedMails: muted } }));
  return { muted };
}
