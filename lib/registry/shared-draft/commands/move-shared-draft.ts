import type { UserActor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma, transaction } from "@/lib/core/db";
import { publish } from "@/lib/core/publish";
import type { MoveSharedDraftInput } from "../schema";
import { sharedDraftsTopic } from "../topic";

/** The shared draft goes on from another version, for everybody; whether it did. */
export async function moveSharedDraft(actor: UserActor, { id, from, to }: MoveSharedDraftInput): Promise<boolean> {
  authorize(actor, "prompt:write");
  const { workspaceId, userId } = actor;
  const { count } = await transaction((tx) =>
    tx.sharedDraft.updateMany({
      where: { id, workspaceId, baseVersion: from, people: { some: { workspaceId, userId } } },
      data: { baseVersion: to, writers: [] },
    }),
  );
  publish(sharedDraftsTopic, id);
  return count > 0;
}

/** "Written with Priya Raman and Jonas Weber.": who else typed in a shared draft since its version; "" for nobody. */
export async function sayWriters(actor: UserActor, id: string): Promise<string> {
  authorize(actor, "prompt:read");
  const { workspaceId, userId } = actor;
  const draft = await prisma().sharedDraft.findFirst({ where: { id, workspaceId }, select: { writers: true } });
  const others = draft?.writers.filter((writer) => writer !== userId) ?? [];
  if (others.length === 0) return "";
  const people = await prisma().user.findMany({
    where: { id: { in: others }, memberships: { some: { workspaceId } } },
    orderBy: { name: "asc" },
    select: { name: true },
  });
  const names = people.map(({ name }) => name);
  return names.length === 0 ? "" : `Written with ${new Intl.ListFormat("en-GB").format(names)}.`;
}
