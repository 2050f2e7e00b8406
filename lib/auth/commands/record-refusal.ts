import { transaction } from "@/lib/core/db";
import { recordForPerson, stranger } from "../record-for-person";

/**
 * Writes down a wrong password or code: where it was asked for, and from which address. Tries are limited before they are looked
 * at, and so are these events.
 */
export async function recordRefusal(
  person: { userId: string; name: string },
  where: "sign-in" | "second factor" | "confirmation" | "password change",
  address: string,
): Promise<void> {
  const record = where === "sign-in" || where === "second factor" ? stranger : undefined;
  await transaction((tx) => recordForPerson(tx, person, "session.refuse", { where, address }, record));
}
