import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { byName, decodeCursor, nameKey, type Page, type PageRequest, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import { notFound } from "@/lib/core/errors";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { count, time } from "@/lib/core/view-fields";
import { versionStatuses } from "../lifecycle";
import { findPrompt } from "./find-prompt";
import { type LiveHoldback, liveHoldbackView, readLiveHoldbacks } from "./holdbacks";
import { type PromptFilter, promptsWhere } from "./prompt-filter";

const deploymentView = z.strictObject({
  environment: z.string(),
  version: count,
  status: z.enum(versionStatuses),
  revision: count,
  since: time,
  control: liveHoldbackView.nullable().meta({
    description:
      "The active holdback: the share of users who keep the previous version, and its end; null if there is none.",
  }),
});
export type DeploymentView = z.output<typeof deploymentView>;

/** A prompt. Its deployments are in the order of the environments, without those where nothing is live. */
export const promptView = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    tags: z.array(z.string()),
    owner: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
    latestVersion: count,
    deployments: z.array(deploymentView),
    createdAt: time,
    updatedAt: time,
    archivedAt: time.nullable(),
  })
  .meta({ id: "Prompt" });
export type PromptView = z.output<typeof promptView>;

const include = {
  owner: { select: { id: true, name: true } },
  deployments: {
    include: { environment: { select: { name: true } }, version: { select: { number: true, status: true } } },
    orderBy: { environment: { position: "asc" } },
  },
} as const satisfies Prisma.PromptInclude;

type PromptRow = Prisma.PromptGetPayload<{ include: typeof include }>;

/** Few deployments have a holdback. Without one, nothing more is read. */
function holdbacksOf(workspaceId: string, rows: readonly PromptRow[]) {
  const withOne = rows.filter(({ deployments }) => deployments.some(({ controlUntil }) => controlUntil !== null));
  return readLiveHoldbacks(
    workspaceId,
    withOne.map(({ id }) => id),
  );
}

function toPromptView(row: PromptRow, controls: ReadonlyMap<string, LiveHoldback>): PromptView {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    tags: row.tags,
    owner: row.owner,
    latestVersion: row.latestVersion,
    deployments: row.deployments.map(({ environment, environmentId, version, revision, since }) => ({
      environment: environment.name,
      version: version.number,
      status: version.status,
      revision,
      since: since.toISOString(),
      control: controls.get(`${row.id} ${environmentId}`) ?? null,
    })),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    archivedAt: row.archivedAt?.toISOString() ?? null,
  };
}

/** The workspace's prompts by name, which groups folders. */
export async function listPrompts(
  actor: Actor,
  { limit, cursor, ...filter }: PageRequest & PromptFilter,
): Promise<Page<PromptView>> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const after = decodeCursor(cursor, nameKey);
  const beyond = after ? Prisma.sql`and p.name > ${after[0]}` : Prisma.empty;
  const end = Prisma.sql`${beyond} order by p.name limit ${limit + 1}`;
  const ids = await prisma().$queryRaw<{ id: string }[]>`
    select id from (${promptsWhere(workspaceId, filter, Prisma.sql`p.id, p.name`, end)}) found
    order by name limit ${limit + 1}`;
  const rows = await prisma().prompt.findMany({
    where: { workspaceId, id: { in: ids.map(({ id }) => id) } },
    include,
    orderBy: { name: "asc" },
  });
  const controls = await holdbacksOf(workspaceId, rows);
  return toPage(rows, limit, byName, (row) => toPromptView(row, controls));
}

/** The number of prompts: total, archived, and per top-level folder. */
export async function countPrompts(actor: Actor): Promise<{
  total: number;
  archived: number;
  folders: { name: string; count: number }[];
}> {
  authorize(actor, "prompt:read");
  const rows = await prisma().$queryRaw<{ folder: string | null; archived: boolean; count: number }[]>`
    select case when name like '%/%' then split_part(name, '/', 1) end as folder, archived_at is not null as archived,
      count(*)::int as count
    from prompts where workspace_id = ${actor.workspaceId}::uuid group by 1, 2 order by 1 nulls last`;
  const active = rows.filter((row) => !row.archived);
  const sum = (of: typeof rows) => of.reduce((total, row) => total + row.count, 0);
  return {
    total: sum(active),
    archived: sum(rows) - sum(active),
    folders: active.flatMap(({ folder, count }) => (folder === null ? [] : [{ name: folder, count }])),
  };
}

/** Finds a prompt by its current or a former name, or returns null. The view has the current name. */
export async function getPrompt(actor: Actor, name: string): Promise<PromptView | null> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const found = await findPrompt(workspaceId, name);
  const row = found && (await prisma().prompt.findUnique({ where: { id: found.id, workspaceId }, include }));
  return row && toPromptView(row, await holdbacksOf(workspaceId, [row]));
}

/** Finds a prompt by its current or a former name. Throws 404 `not_found`. */
export async function getPromptOrThrow(actor: Actor, name: string): Promise<PromptView> {
  const prompt = await getPrompt(actor, name);
  if (!prompt) throw notFound(`The prompt ${name}`);
  return prompt;
}

/** Returns the prompt of a workspace that has no other, so that nobody has to choose it. */
export async function findOnlyPrompt(actor: Actor): Promise<PromptView | null> {
  const { items } = await listPrompts(actor, { limit: 2 });
  return items.length === 1 ? (items[0] ?? null) : null;
}
