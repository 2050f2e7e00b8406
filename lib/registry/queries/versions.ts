import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { actorView } from "@/lib/auth/actor-view";
import { authorize } from "@/lib/auth/authorize";
import { decodeCursor, numberKey, type Page, type PageRequest, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { count, time } from "@/lib/core/view-fields";
import { runTask } from "@/lib/core/work/run-task";
import type { Content } from "@/lib/template/content";
import { contentView } from "../content-view";
import type { ContentDiff } from "../diff";
import { versionStatuses } from "../lifecycle";
import { diffTask } from "../tasks";
import { findPromptOrThrow } from "./find-prompt";

/** A version without its content. */
export const versionView = z
  .strictObject({
    id: z.string(),
    version: count,
    status: z.enum(versionStatuses),
    author: actorView,
    createdAt: time,
    message: z.string(),
    contentHash: z.string(),
    parentVersion: count.nullable(),
    mergedVersion: count
      .nullable()
      .meta({ description: "The number of a merge's second parent; null if the version is not a merge." }),
    draftCopy: z
      .strictObject({ id: z.string(), name: z.string() })
      .nullable()
      .meta({ description: "The draft copy in which the version was saved; null for the prompt's own versions." }),
    liveIn: z.array(z.string()),
  })
  .meta({ id: "Version" });
export type VersionView = z.output<typeof versionView>;

/** A version with its content. `expanded` is the content with its pinned snippets inserted; null if it has none. */
export const versionDetail = z
  .strictObject({ prompt: z.string(), ...versionView.shape, content: contentView, expanded: contentView.nullable() })
  .meta({ id: "VersionDetail" });
export type VersionDetail = z.output<typeof versionDetail>;

const select = {
  id: true,
  number: true,
  status: true,
  message: true,
  contentHash: true,
  parentNumber: true,
  mergedNumber: true,
  draftCopy: { select: { id: true, name: true } },
  authorKind: true,
  authorId: true,
  authorName: true,
  createdAt: true,
  deployments: { select: { environment: { select: { name: true } } } },
} as const satisfies Prisma.VersionSelect;

function toVersionView(row: Prisma.VersionGetPayload<{ select: typeof select }>): VersionView {
  return {
    id: row.id,
    version: row.number,
    status: row.status,
    author: { kind: row.authorKind, id: row.authorId, name: row.authorName },
    createdAt: row.createdAt.toISOString(),
    message: row.message,
    contentHash: row.contentHash,
    parentVersion: row.parentNumber,
    mergedVersion: row.mergedNumber,
    draftCopy: row.draftCopy,
    liveIn: row.deployments.map(({ environment }) => environment.name),
  };
}

/** `draftCopy` is the id of a draft copy, or "main" for the versions of the prompt itself. Undefined means all. */
export type VersionFilter = { draftCopy?: string | undefined };

/** A prompt's versions without content, newest first. */
export async function listVersions(
  actor: Actor,
  name: string,
  { draftCopy, ...page }: PageRequest & VersionFilter,
): Promise<Page<VersionView>> {
  authorize(actor, "prompt:read");
  const { id: promptId } = await findPromptOrThrow(actor.workspaceId, name);
  const before = decodeCursor(page.cursor, numberKey);
  const rows = await prisma().version.findMany({
    where: {
      workspaceId: actor.workspaceId,
      promptId,
      ...(draftCopy !== undefined && { draftCopyId: draftCopy === "main" ? null : draftCopy }),
      ...(before && { number: { lt: before[0] } }),
    },
    select,
    orderBy: { number: "desc" },
    take: page.limit + 1,
  });
  return toPage(rows, page.limit, (row) => [row.number], toVersionView);
}

/** Returns a version with its content. Throws 404 `not_found`. */
export async function getVersionOrThrow(actor: Actor, name: string, number: number): Promise<VersionDetail> {
  authorize(actor, "prompt:read");
  const prompt = await findPromptOrThrow(actor.workspaceId, name);
  const row = await prisma().version.findFirst({
    where: { workspaceId: actor.workspaceId, promptId: prompt.id, number },
    select: { ...select, content: true, expanded: true },
  });
  if (!row) throw notFound(`Version ${number} of ${prompt.name}`);
  // Only saveVersion writes it, after validation, and the database prevents changes.
  const content = row.content as Content;
  return { prompt: prompt.name, ...toVersionView(row), content, expanded: row.expanded as Content | null };
}

/** Compares two contents within a limit of processor time. Throws 422 `diff_too_large` above it. */
export function diffWithin({ workspaceId }: Actor, before: Content, after: Content): Promise<ContentDiff> {
  return runTask(diffTask, { before, after }, { workspaceId });
}

/** The differences between two versions of a prompt. */
export async function diffVersions(actor: Actor, name: string, from: number, to: number) {
  const [before, after] = await Promise.all([getVersionOrThrow(actor, name, from), getVersionOrThrow(actor, name, to)]);
  return { prompt: after.prompt, from, to, ...(await diffWithin(actor, before.content, after.content)) };
}
