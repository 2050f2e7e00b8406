import { decodeCursor, numberKey, type Page, type PageRequest, toPage } from "@/lib/core/cursor";
import { prisma, type Transaction } from "@/lib/core/db";
import type { SignedHead as SignedHeadRow } from "@/lib/core/generated/prisma/client";
import type { Actor } from "../actor";
import { authorize } from "../authorize";
import { type ChainHead, genesis } from "./chain";
import type { SignedHead } from "./signature";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

export const toSignedHead = ({ workspaceId, position, hash, at, publicKey, signature }: SignedHeadRow): SignedHead => ({
  format: "understudy-signed-head/1",
  workspaceId,
  position,
  hash: hex(hash),
  at: at.toISOString(),
  publicKey,
  signature,
});

/** The last entry of a workspace's history chain. */
export async function readHead(tx: Pick<Transaction, "historyEntry">, workspaceId: string): Promise<ChainHead> {
  const row = await tx.historyEntry.findFirst({ where: { workspaceId }, orderBy: { position: "desc" } });
  return row ? { position: row.position, hash: hex(row.hash) } : genesis;
}

export type HistoryState = { entries: number; signed: SignedHead | null };

/** The length of the workspace's history chain and its newest signed head. */
export async function getHistoryState(actor: Actor): Promise<HistoryState> {
  authorize(actor, "audit:read");
  const { workspaceId } = actor;
  const [head, signed] = await Promise.all([
    readHead(prisma(), workspaceId),
    prisma().signedHead.findFirst({ where: { workspaceId }, orderBy: { position: "desc" } }),
  ]);
  return { entries: head.position, signed: signed && toSignedHead(signed) };
}

/** The signed heads of the workspace, newest first. */
export async function listSignedHeads(actor: Actor, { limit, cursor }: PageRequest): Promise<Page<SignedHead>> {
  authorize(actor, "audit:read");
  const before = decodeCursor(cursor, numberKey);
  const rows = await prisma().signedHead.findMany({
    where: { workspaceId: actor.workspaceId, ...(before && { position: { lt: before[0] } }) },
    orderBy: { position: "desc" },
    take: limit + 1,
  });
  return toPage(rows, limit, ({ position }) => [position], toSignedHead);
}
