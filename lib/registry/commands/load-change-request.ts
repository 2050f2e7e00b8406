import { prisma, type Transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import type { ChangeRequest, Prisma } from "@/lib/core/generated/prisma/client";
import { loadStanding } from "../queries/standing-reviews";
import { type ReviewFact, type ReviewState, reviewState } from "../reviews-state";
import { type LoadedPrompt, lockPromptById } from "./load";

const include = {
  prompt: { select: { id: true, name: true } },
  environment: { select: { id: true, name: true, stage: true, isProtected: true, requiredApprovals: true } },
} as const satisfies Prisma.ChangeRequestInclude;

export type LoadedRequest = Prisma.ChangeRequestGetPayload<{ include: typeof include }>;

const missing = (number: number) => notFound(`Change request ${number}`);

/** Reads a change request without a lock, to find its prompt and environment. Throws 404. */
export async function findRequest(workspaceId: string, number: number): Promise<LoadedRequest> {
  const row = await prisma().changeRequest.findUnique({
    where: { workspaceId_number: { workspaceId, number } },
    include,
  });
  if (!row) throw missing(number);
  return row;
}

/**
 * Reads a change request and locks its row until the transaction ends. This serializes all changes of one request.
 * Throws 404.
 */
export async function lockRequest(tx: Transaction, workspaceId: string, number: number): Promise<LoadedRequest> {
  await tx.$queryRaw`select 1 from change_requests
    where workspace_id = ${workspaceId}::uuid and number = ${number} for update`;
  const row = await tx.changeRequest.findUnique({ where: { workspaceId_number: { workspaceId, number } }, include });
  if (!row) throw missing(number);
  return row;
}

/** Throws 409 `out_of_date` if the version under review is not the one that the person has read. */
export function assertSameVersion({ number, version }: LoadedRequest, read: number | undefined): void {
  if (read === undefined || read === version) return;
  throw new AppError("out_of_date", `v${version} replaced v${read} in change request ${number}. Read it first.`);
}

/** Locks the prompt, then its request. Every command that needs both must use this order. */
export async function lockPromptAndRequest(
  tx: Transaction,
  { workspaceId, number, promptId }: Pick<ChangeRequest, "workspaceId" | "number" | "promptId">,
): Promise<{ prompt: LoadedPrompt; request: LoadedRequest }> {
  const prompt = await lockPromptById(tx, workspaceId, promptId);
  return { prompt, request: await lockRequest(tx, workspaceId, number) };
}

/**
 * The live version in the request's environment: its number (null if nothing is live) and the deployment's revision (0
 * if none).
 */
export async function liveOf(
  tx: Transaction,
  { workspaceId, promptId, environmentId }: Pick<ChangeRequest, "workspaceId" | "promptId" | "environmentId">,
): Promise<{ version: number | null; revision: number }> {
  const row = await tx.deployment.findFirst({
    where: { workspaceId, promptId, environmentId },
    select: { revision: true, version: { select: { number: true } } },
  });
  return { version: row?.version.number ?? null, revision: row?.revision ?? 0 };
}

/** Converts event rows to the input of the review rules. */
export function toFacts(
  rows: readonly (Pick<ReviewFact, "kind" | "version" | "baseRevision"> & {
    actorKind: ReviewFact["actor"]["kind"];
    actorId: string | null;
    actorName: string;
  })[],
): ReviewFact[] {
  return rows.map(({ kind, version, baseRevision, actorKind, actorId, actorName }) => ({
    kind,
    version,
    baseRevision,
    actor: { kind: actorKind, id: actorId, name: actorName },
  }));
}

/** The review state of a locked request, at this live revision. */
export async function stateOf(tx: Transaction, request: LoadedRequest, liveRevision: number): Promise<ReviewState> {
  const events = await tx.reviewEvent.findMany({
    where: { workspaceId: request.workspaceId, changeRequestId: request.id },
    orderBy: [{ at: "asc" }, { id: "asc" }],
  });
  const facts = toFacts(events);
  const isStanding = await loadStanding(tx, request.workspaceId, facts);
  const counting = facts.filter((fact) => isStanding(fact, request.environment));
  return reviewState(request, counting, request.environment, liveRevision);
}

/** Throws 409 `invalid_state` for a request that is already closed or released. */
export function assertOpen({ status, number }: Pick<ChangeRequest, "status" | "number">): void {
  if (status === "open") return;
  const words = status === "released" ? "was promoted" : "is closed. Reopen it first";
  throw new AppError("invalid_state", `Change request ${number} ${words}.`);
}
