import { inviteMember } from "@/lib/auth/commands/invitations";
import { type Transaction, transaction } from "@/lib/core/db";
import { type Cast, type Person, people } from "./types";

/** When each person joined, in days before now, before their first version. */
export const joinedDaysAgo: Record<Person, number> = { priya: 190, mara: 188, aiko: 180, jonas: 172, tomas: 165 };

/** Returns an instant some days before another (ms). */
export const daysBefore = (now: number, days: number) => new Date(now - days * 86_400_000);

type Input = { workspaceId: string; ids: Record<Person, string>; now: number } & Cast;

/** Writes the workspace and its members with audit events, and two open invitations. */
export async function seedMembers(input: Input): Promise<void> {
  const { workspaceId, ids, mailDomain } = input;
  await transaction((tx) => addHistory(tx, input));
  const by = (person: "priya" | "tomas", role: "owner" | "admin") =>
    ({ kind: "user", workspaceId, userId: ids[person], name: people[person].name, role }) as const;
  await inviteMember(by("tomas", "admin"), { email: `lucia@${mailDomain}`, role: "viewer" });
  await inviteMember(by("priya", "owner"), { email: `hanna@${mailDomain}`, role: "editor" });
}

async function addHistory(tx: Transaction, { workspaceId, ids, now, isOwn }: Input): Promise<void> {
  await tx.workspace.update({ where: { id: workspaceId }, data: { createdAt: daysBefore(now, joinedDaysAgo.priya) } });
  await tx.member.update({
    where: { workspaceId_userId: { workspaceId, userId: ids.priya } },
    data: { createdAt: daysBefore(now, joinedDaysAgo.priya) },
  });
  const members = await tx.member.findMany({ where: { workspaceId }, include: { user: true } });
  await tx.auditEvent.createMany({
    data: members.map(({ userId, role, createdAt, user }) => ({
      workspaceId,
      actorKind: "user" as const,
      actorId: userId,
      actorName: user.name,
      at: createdAt,
      ...(role === "owner" && !isOwn
        ? { action: "workspace.create", targetKind: "workspace", targetId: workspaceId, targetName: "Fernway" }
        : { action: "member.join", targetKind: "member", targetId: userId, targetName: user.name }),
      data: role === "owner" && !isOwn ? {} : { role, invitedBy: people.priya.name },
    })),
  });
}
