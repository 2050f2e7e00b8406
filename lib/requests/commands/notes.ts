import type { z } from "zod";
import { type Actor, actorRecord } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { transaction } from "@/lib/core/db";
import { AppError, notFound } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import { getInteractionOrThrow, listReadable } from "@/lib/telemetry/queries/interactions";
import { findEnvironmentOf } from "../queries/environment-of";
import { type MarksView, readMarks } from "../queries/marks";
import { findPromptIds } from "../queries/prompt-ids";
import { markInput, noteIdInput, noteInput } from "../schema";
import { tellMentioned } from "./tell-mentioned";

/** The maximum number of notes about one request. */
export const mostNotes = 200;

/** Adds a note to a request, and tells the people whom it mentions. Throws 404 `not_found`. */
export async function addNote(actor: Actor, input: z.input<typeof noteInput>): Promise<MarksView> {
  authorize(actor, "review:write");
  const { interactionId, body } = parseInput(noteInput, input);
  const { workspaceId } = actor;
  const { prompt, environment } = await getInteractionOrThrow(actor, interactionId);
  const place = (await listReadable(actor, environment))[0];
  if (!place) throw notFound(`The environment ${environment}`);
  const environmentId = place.id;
  const promptId = (await findPromptIds(workspaceId, [prompt])).get(prompt) ?? null;
  const { actorKind: authorKind, actorId: authorId, actorName: authorName } = actorRecord(actor);
  await transaction(async (tx) => {
    const count = await tx.interactionNote.count({ where: { workspaceId, interactionId } });
    if (count >= mostNotes) throw new AppError("invalid_state", `A request has at most ${mostNotes} notes.`);
    const { id } = await tx.interactionNote.create({
      data: { workspaceId, interactionId, environmentId, promptId, body, authorKind, authorId, authorName },
    });
    await recordAudit(tx, actor, "request.note", { id: interactionId, name: prompt });
    await tellMentioned(tx, actor, [{ id, interactionId, prompt, environment: place }], body);
  });
  return readMarks(actor, interactionId);
}

/** Removes one of the actor's own notes. Throws 404 `not_found`, also for another person's note. */
export async function removeNote(actor: Actor, input: z.input<typeof noteIdInput>): Promise<MarksView> {
  authorize(actor, "review:write");
  const { interactionId, id } = parseInput(noteIdInput, input);
  const { workspaceId } = actor;
  const { prompt } = await getInteractionOrThrow(actor, interactionId);
  const { actorId: authorId } = actorRecord(actor);
  await transaction(async (tx) => {
    const { count } = await tx.interactionNote.deleteMany({ where: { id, workspaceId, interactionId, authorId } });
    if (count === 0) throw notFound("A note of yours with this id");
    await recordAudit(tx, actor, "request.remove-note", { id: interactionId, name: prompt });
  });
  return readMarks(actor, interactionId);
}

/** Sets labels, asks a person to review a request, or marks it as reviewed. Throws 404 `not_found`. */
export async function markRequest(actor: Actor, input: z.input<typeof markInput>): Promise<MarksView> {
  authorize(actor, "review:write");
  const { interactionId, labels, reviewerId, isReviewed } = parseInput(markInput, input);
  const { workspaceId } = actor;
  const { prompt, environment } = await getInteractionOrThrow(actor, interactionId);
  const environmentId = await findEnvironmentOf(actor, environment);
  const readable = await listReadable(actor, undefined);
  const now = databaseNow();
  const reviewRequest = { reviewerId: reviewerId ?? null, reviewAskedAt: now, reviewAskedBy: actor.name };
  const changes = {
    ...(labels && { labels: [...new Set(labels)] }),
    ...(reviewerId && { ...reviewRequest, reviewedAt: null, reviewedBy: null }),
    ...(reviewerId === null && { reviewerId: null, reviewAskedAt: null, reviewAskedBy: null }),
    ...(isReviewed === true && { reviewedAt: now, reviewedBy: actor.name }),
    ...(isReviewed === false && { reviewedAt: null, reviewedBy: null }),
  };
  await transaction(async (tx) => {
    if (reviewerId && !(await tx.member.findFirst({ where: { workspaceId, userId: reviewerId } })))
      throw notFound("This member");
    const existing = await tx.interactionMark.findUnique({
      where: { workspaceId_interactionId: { workspaceId, interactionId } },
      select: { environmentId: true },
    });
    if (existing && !readable.some(({ id }) => id === existing.environmentId))
      throw notFound(`The interaction ${interactionId}`);
    await tx.interactionMark.upsert({
      where: { workspaceId_interactionId: { workspaceId, interactionId } },
      create: { workspaceId, interactionId, environmentId, ...changes },
      update: changes,
    });
    await recordAudit(
      tx,
      actor,
      "request.mark",
      { id: interactionId, name: prompt },
      {
        ...(labels && { labels }),
        ...(reviewerId !== undefined && { reviewer: reviewerId }),
        ...(isReviewed !== undefined && { isReviewed }),
      },
    );
  });
  return readMarks(actor, interactionId);
}
