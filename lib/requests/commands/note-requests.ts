import type { z } from "zod";
import { type Actor, actorRecord } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import { authorize } from "@/lib/auth/authorize";
import { databaseNow } from "@/lib/core/database-clock";
import { transaction } from "@/lib/core/db";
import { uuidV7 } from "@/lib/core/uuid";
import { parseInput } from "@/lib/core/validation";
import { listInteractions, listReadable } from "@/lib/telemetry/queries/interactions";
import { findPromptIds } from "../queries/prompt-ids";
import { noteManyInput } from "../schema";
import { goneWords, type MarkedRequests } from "./mark-requests";
import { mostNotes } from "./notes";
import { tellMentioned } from "./tell-mentioned";

const fullWords = `It has ${mostNotes} notes.`;

/** Adds the same note to several requests, in one transaction. Leaves out, with a reason, those that cannot get it. */
export async function noteRequests(actor: Actor, input: z.input<typeof noteManyInput>): Promise<MarkedRequests> {
  authorize(actor, "review:write");
  const { interactionIds, body } = parseInput(noteManyInput, input);
  const { workspaceId } = actor;
  const wanted = [...new Set(interactionIds)];
  const [readable, interactions] = await Promise.all([listReadable(actor, undefined), listInteractions(actor, wanted)]);
  const promptIds = await findPromptIds(
    workspaceId,
    interactions.map(({ prompt }) => prompt),
  );
  const { actorKind: authorKind, actorId: authorId, actorName: authorName } = actorRecord(actor);
  return transaction(async (tx) => {
    const counts = await tx.interactionNote.groupBy({
      by: ["interactionId"],
      where: { workspaceId, interactionId: { in: wanted } },
      _count: true,
    });
    const full = new Set(counts.filter(({ _count }) => _count >= mostNotes).map(({ interactionId }) => interactionId));
    const notes = interactions.flatMap(({ interactionId, prompt, environment: name }) => {
      const environment = readable.find((one) => one.name === name);
      return environment && !full.has(interactionId) ? [{ id: uuidV7(), interactionId, prompt, environment }] : [];
    });
    const marked = notes.map(({ interactionId }) => interactionId);
    const skipped = wanted
      .filter((id) => !marked.includes(id))
      .map((id) => ({ interactionId: id, message: full.has(id) ? fullWords : goneWords }));
    const [first] = notes;
    if (!first) return { marked, skipped };
    const about = { workspaceId, body, authorKind, authorId, authorName, createdAt: databaseNow() };
    await tx.interactionNote.createMany({
      data: notes.map(({ id, interactionId, prompt, environment }) => ({
        ...about,
        id,
        interactionId,
        promptId: promptIds.get(prompt) ?? null,
        environmentId: environment.id,
      })),
    });
    await recordAudit(
      tx,
      actor,
      "request.note",
      { id: first.interactionId, name: first.prompt },
      marked.length > 1 ? { interactions: marked } : {},
    );
    await tellMentioned(tx, actor, notes, body);
    return { marked, skipped };
  });
}
