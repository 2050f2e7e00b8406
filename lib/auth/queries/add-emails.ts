import { prisma } from "@/lib/core/db";
import type { Actor } from "../actor";
import { can } from "../authorize";

/** A person, key or the system, as views show it. */
type ShownActor = { kind: "user" | "key" | "system"; id: string | null; email?: string };

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Adds the e-mail address to each person, to distinguish people with the same name. Only for actors who may read
 * members. Uses one query.
 */
export async function addEmails(actor: Actor, people: readonly ShownActor[]): Promise<void> {
  if (!can(actor, "member:read")) return;
  const ids = people.flatMap(({ kind, id }) => (kind === "user" && id !== null && uuid.test(id) ? [id] : []));
  if (ids.length === 0) return;
  const rows = await prisma().user.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, email: true },
  });
  const emails = new Map(rows.map(({ id, email }) => [id, email]));
  for (const one of people) {
    const email = one.kind === "user" && one.id !== null ? emails.get(one.id) : undefined;
    if (email !== undefined) one.email = email;
  }
}
