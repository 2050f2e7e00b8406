import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { decodeCursor, numberKey, type Page, type PageRequest, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import type { Prisma } from "@/lib/core/generated/prisma/client";
import { runTask } from "@/lib/core/work/run-task";
import type { Content } from "@/lib/template/content";
import type { ContentDiff } from "../diff";
import type { VersionStatus } from "../lifecycle";
import { diffTask } from "../tasks";
import type { ActorView } from "../views";
import { findPromptOrThrow } from "./find-prompt";

export type VersionView = {
  id: string;
  version: number;
  status: VersionStatus;
  author: ActorView;
  createdAt: string;
  message: string;
  contentHash: string;
  parentVersion: number | null;
  /** The second parent of a merge. */
  mergedVersion: number | null;
  /** The draft copy it was saved in; null is the prompt itself. */
  draftCopy: { id: string; name: string } | null;
  /** Names of the environments it is live in. */
  liveIn: string[];
};

export type VersionDetail = VersionView & {
  prompt: string;
  content: Content;
  /** The content with its pinned snippets put in; null when it has none. */
  expanded: Content | null;
};

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

/** `draftCopy`: those of one draft copy by its id, "main" those of the prompt itself; all when left out. */
export type VersionFilter = { draftCopy?: string | undefined };

/** A prompt's versions without their content, newest first. */
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

/** One version with its content; 404 `not_found`. */
export async function getVersionOrThrow(actor: Actor, name: string, number: number): Promise<VersionDetail> {
  authorize(actor, "prompt:read");
  const prompt = await findPromptOrThrow(actor.workspaceId, name);
  const row = await prisma().version.findFirst({
    where: { workspaceId: actor.workspaceId, promptId: prompt.id, number },
    select: { ...select, content: true, expanded: true },
  });
  if (!row) throw notFound(`Version ${number} of ${prompt.name}`);
  // Written by saveVersion alone, which parsed it; the database keeps it from changing.
  const content = row.content as Content;
  return { prompt: prompt.name, ...toVersionView(row), content, expanded: row.expanded as Content | null };
}

/** Compares two contents within a budget of processor time; 422 `diff_too_large` beyond it. */
export function diffWithin({ workspaceId }: Actor, before: Content, after: Content): Promise<ContentDiff> {
  return runTask(diffTask, { before, after }, { workspaceId });
}

/** What changed between two versions of a prompt. */
export async function diffVersions(actor: Actor, name: string, from: number, to: number) {
  const [before, after] = await Promise.all([getVersionOrThrow(actor, name, from), getVersionOrThrow(actor, name, to)]);
  return { prompt: after.prompt, from, to, ...(await diffWithin(actor, before.content, after.content)) };
}
