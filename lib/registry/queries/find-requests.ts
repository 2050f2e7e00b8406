import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { prisma } from "@/lib/core/db";
import { escapeLike } from "@/lib/core/escape-like";

/** A change request in search results. */
export type RequestHit = { number: number; title: string; prompt: string; environment: string };

/** Finds change requests by number ("12", "#12") or by words of the title, newest activity first. */
export async function findRequests(actor: Actor, text: string, limit: number): Promise<RequestHit[]> {
  authorize(actor, "prompt:read");
  const number = /^#?(\d{1,9})$/.exec(text.trim())?.[1];
  const rows = await prisma().changeRequest.findMany({
    where: {
      workspaceId: actor.workspaceId,
      OR: [
        { title: { contains: escapeLike(text.trim()), mode: "insensitive" } },
        ...(number === undefined ? [] : [{ number: Number(number) }]),
      ],
    },
    select: { number: true, title: true, prompt: { select: { name: true } }, environment: { select: { name: true } } },
    orderBy: { updatedAt: "desc" },
    take: limit,
  });
  return rows.map(({ number, title, prompt, environment }) => ({
    number,
    title,
    prompt: prompt.name,
    environment: environment.name,
  }));
}
