import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import { sha256Hex } from "@/lib/core/hash";
import { readUserCode } from "./rules";

/** A device whose login is not answered yet. */
export type WaitingDevice = {
  /** The code as the device shows it. */
  code: string;
  program: string;
  machine: string;
  /** The network of the device; empty if it is unknown. */
  network: string;
  askedAt: string;
};

/** Returns the device that shows this code, or null if there is none. Anyone who knows the code may answer. */
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
