import { transaction } from "@/lib/core/db";
import type { Person } from "../actor";
import type { TimeZoneInput } from "../schema";

/** Sets the time zone in which a person sees times and gets the Monday digest. Null means the browser's time zone. */
export async function chooseTimeZone({ userId }: Person, { timeZone }: TimeZoneInput): Promise<TimeZoneInput> {
  await transaction((tx) => tx.user.update({ where: { id: userId }, data: { timeZone } }));
  return { timeZone };
}
