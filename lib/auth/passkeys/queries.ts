import { prisma } from "@/lib/core/db";
import type { Person } from "../actor";

export type PasskeyView = { id: string; name: string; createdAt: string; lastUsedAt: string | null };

/** The person's passkeys, oldest first. */
export async function listPasskeys({ userId }: Person): Promise<PasskeyView[]> {
  const rows = await prisma().passkey.findMany({ where: { userId }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
  return rows.map(({ id, name, createdAt, lastUsedAt }) => ({
    id,
    name,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }));
}

/** Whether the person has a passkey. */
export async function ownsPasskey({ userId }: Person): Promise<boolean> {
  return (await prisma().passkey.findFirst({ where: { userId }, select: { id: true } })) !== null;
}
