import type { Actor } from "@/lib/auth/actor";
import type { Transaction } from "@/lib/core/db";
import { mentionedNames } from "../reviews-mentions";

/** The members whom a text mentions by "@" and their full name, without the actor; at most 50. */
export async function listMentioned(tx: Transaction, actor: Actor, text: string): Promise<string[]> {
  if (!text.includes("@")) return [];
  const rows = await tx.$queryRaw<{ id: string; name: string }[]>`
    select u.id, u.name from members m join users u on u.id = m.user_id
    where m.workspace_id = ${actor.workspaceId}::uuid and u.name <> ''
      and strpos(${text.replaceAll("’", "'")}, '@' || translate(u.name, '’', '''')) > 0
    limit 50`;
  const named = mentionedNames(
    text,
    rows.map(({ name }) => name),
  );
  const me = actor.kind === "user" ? actor.userId : null;
  return rows.filter(({ id, name }) => named.has(name) && id !== me).map(({ id }) => id);
}
