import { openSession } from "@/lib/auth/sessions/open-session";
import { getPersonOfSession, type SessionPerson } from "@/lib/auth/sessions/queries";
import { transaction } from "@/lib/core/db";

/** Opens a session of the person, as a sign-in does. */
export async function openTestSession(userId: string, userAgent = "a test"): Promise<SessionPerson> {
  const client = { userAgent, address: "127.0.0.1" };
  const id = await transaction((tx) => openSession(tx, { userId, method: "password", client }));
  const person = id && (await getPersonOfSession(id));
  if (!person) throw new Error("The session was not opened.");
  return person;
}
