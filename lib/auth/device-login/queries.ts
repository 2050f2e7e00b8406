import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import { sha256Hex } from "@/lib/core/hash";
import { readUserCode } from "./rules";

/** A device that waits for a person's answer. */
export type WaitingDevice = {
  /** As it is shown on the device. */
  code: string;
  program: string;
  machine: string;
  /** Where it asked from; empty when that cannot be known. */
  network: string;
  askedAt: string;
};

/** The device that shows this code; null when none waits under it. Whoever holds the code may answer. */
export async function findWaitingDevice(typed: string): Promise<WaitingDevice | null> {
  const code = readUserCode(typed);
  if (!code) return null;
  const row = await prisma().deviceLogin.findFirst({
    where: { userHash: sha256Hex(code), status: "open", expiresAt: { gt: databaseNow() } },
  });
  if (!row) return null;
  const { clientId: program, deviceName: machine, network, createdAt } = row;
  return { code, program, machine, network, askedAt: createdAt.toISOString() };
}
