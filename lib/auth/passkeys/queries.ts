import { prisma } from "@/lib/core/db";
import type { Person } from "../actor";

/** The person's passkeys, oldest first. */
export async function listPasskeys({ userId }: Person) {
  const rows = await prisma().passkey.findMany({ where: { userId }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
  return rows.map(({ id, name, createdAt, lastUsedAt }) => ({
    id,
    name,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }));
}

export type PasskeyView = Awaited<ReturnType<typeof listPasskeys>>[number];

/** Whether the person has a passkey. */
export async function ownsPasskey({ userId }: Person): Promise<boolean> {
  return (await prisma().passkey.findFirst({ where: { userId }, select: { id: true } })) !== null;
}
