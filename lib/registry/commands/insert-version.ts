import { sendNotice } from "@/lib/alerts/commands/send-notice";
import { versionCreated } from "@/lib/alerts/notices/version-created";
import { type Actor, actorRecord } from "@/lib/auth/actor";
import { recordAudit } from "@/lib/auth/audit";
import type { Transaction } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { type PreparedContent, prepareParsed } from "../prepare";
import { findPrompt } from "../queries/find-prompt";
import { listSnippets, snippetReferences } from "../queries/snippets";
import { parseContent } from "../schema";
import { askForRuns } from "./ask-for-runs";
import type { LoadedPrompt } from "./load";

type Input = {
  prompt: Pick<LoadedPrompt, "id" | "name">;
  prepared: PreparedContent;
  message: string;
  parentVersion: number | null;
  /** The second parent of a merge. */
  mergedVersion?: number;
  /** The draft copy in which the version is saved. Without it, the version becomes the newest of the prompt itself. */
  draftCopyId?: string;
};

/**
 * Adds the next version of a prompt whose row the transaction has locked. The prompt and its draft copies share one
 * sequence of numbers. A number is never reused.
 */
export async function insertVersion(
  tx: Transaction,
  actor: Actor,
  { prompt, prepared, message, parentVersion, mergedVersion, draftCopyId }: Input,
) {
  const { workspaceId } = actor;
  const number = await takeNumber(tx, workspaceId, prompt.id, draftCopyId === undefined);
  const by = actorRecord(actor);
  const version = await tx.version.create({
    data: {
      workspaceId,
      promptId: prompt.id,
      number,
      message,
      parentNumber: parentVersion,
      ...(mergedVersion !== undefined && { mergedNumber: mergedVersion }),
      ...(draftCopyId !== undefined && { draftCopyId }),
      content: prepared.content as Prisma.InputJsonValue,
      ...(prepared.expanded && { expanded: prepared.expanded as Prisma.InputJsonValue }),
      contentHash: prepared.contentHash,
      authorKind: by.actorKind,
      authorId: by.actorId,
      authorName: by.actorName,
    },
    select: { id: true, number: true, contentHash: true, createdAt: true },
  });
  await recordAudit(
    tx,
    actor,
    "version.create",
    { id: prompt.id, name: prompt.name },
    { version: number, message, contentHash: version.contentHash },
  );
  // Versions of a draft copy are evaluated on request, and send no notice.
  if (draftCopyId !== undefined) return version;
  await askForRuns(tx, workspaceId, [{ promptId: prompt.id, version: number }]);
  const { actorKind, actorId, actorName } = by;
  const notice = versionCreated.alert(
    { workspaceId, promptId: prompt.id, dedupeKey: `version ${version.id}` },
    {
      prompt: prompt.name,
      version: number,
      parentVersion,
      contentHash: version.contentHash,
      message,
      actor: { kind: actorKind, id: actorId, name: actorName },
    },
  );
  await sendNotice(tx, notice, null);
  return version;
}

async function takeNumber(tx: Transaction, workspaceId: string, promptId: string, isLatest: boolean): Promise<number> {
  const [row] = await tx.$queryRaw<{ number: number }[]>`
    update prompts set last_number = last_number + 1, updated_at = now(),
      latest_version = case when ${isLatest} then last_number + 1 else latest_version end
    where id = ${promptId}::uuid and workspace_id = ${workspaceId}::uuid returning last_number as number`;
  if (!row) throw notFound("This prompt");
  return row.number;
}

/**
 * Validates content and determines its variables and snippet versions. A snippet without a pinned version is pinned to
 * its version in production, or else its latest. Throws the error codes of the template and the schema.
 */
export async function prepareContent(actor: Actor, name: string, input: unknown): Promise<PreparedContent> {
  const content = parseContent(input);
  const references = snippetReferences(content);
  const [snippets, self] = await Promise.all([
    listSnippets(actor, references),
    references.length > 0 ? findPrompt(actor.workspaceId, name) : null,
  ]);
  const find = (snippetName: string, version: number | null) =>
    snippets.find((snippet) => snippet.name === snippetName && snippet.requestedVersion === version) ?? null;
  return prepareParsed(content, (snippetName, version) => find(snippetName, version ?? null), self?.name ?? name);
}
