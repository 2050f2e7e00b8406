import { prisma } from "@/lib/core/db";
import { type Person, people } from "./types";

/** Finds a person of the demo in the workspace. */
export async function findPerson(workspaceId: string, person: Person): Promise<{ id: string; name: string }> {
  const { name } = people[person];
  const where = { email: { startsWith: `${person}@` }, name, memberships: { some: { workspaceId } } };
  const { id } = await prisma().user.findFirstOrThrow({ where, select: { id: true } });
  return { id, name };
}
