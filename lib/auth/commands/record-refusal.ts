import { transaction } from "@/lib/core/db";
import { recordForPerson, stranger } from "../record-for-person";

/**
 * Records a wrong password or code, with the place and the client address. Attempts are rate limited before they are
 * checked, which also limits these events.
 */
export async function recordRefusal(
  person: { userId: string; name: string },
  where: "sign-in" | "second factor" | "confirmation" | "password change",
  address: string,
): Promise<void> {
  const record = where === "sign-in" || where === "second factor" ? stranger : undefined;
  await transaction((tx) => recordForPerson(tx, person, "session.refuse", { where, address }, record));
}
