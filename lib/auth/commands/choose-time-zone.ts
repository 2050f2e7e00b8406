import { transaction } from "@/lib/core/db";
import type { Person } from "../actor";
import type { TimeZoneInput } from "../schema";

/** The zone in which a person sees times, and in which their digest comes on Monday morning; null: their browser's. */
export async function chooseTimeZone({ userId }: Person, { timeZone }: TimeZoneInput): Promise<TimeZoneInput> {
  await transaction((tx) => tx.user.update({ where: { id: userId }, data: { timeZone } }));
  return { timeZone };
}
