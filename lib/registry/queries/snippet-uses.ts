import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { byName, decodeCursor, nameKey, type Page, type PageRequest, toPage } from "@/lib/core/cursor";
import { prisma, type Transaction } from "@/lib/core/db";
import { AppError, isAppError, notFound } from "@/lib/core/errors";
import { runTask } from "@/lib/core/work/run-task";
import type { Content } from "@/lib/template/content";
import { expansionLimits } from "@/lib/template/expand";
import type { ContentDiff } from "../diff";
import { type LoadedForUpdate, type PinUpdate, planPinUpdates, type SnippetUser } from "../snippet-update";
import { diffTask } from "../tasks";
import { findPromptOrThrow } from "./find-prompt";
import { listSnippets } from "./snippets";

/** A prompt that uses a snippet: directly or through another snippet in its newest version, or in a live version. */
export type SnippetUse = {
  name: string;
  latestVersion: number;
  /** The version that its newest version pins; null if it uses the snippet only through `via`, or no longer. */
  pinned: number | null;
  /** The directly included snippet that includes this one. */
  via: string | null;
  live: { environment: string; version: number; pinned: number }[];
};

/** The maximum number of prompts that one update changes. */
const updateLimit = 500;

/** Every prompt whose newest or live version uses the snippet, by name, without archived ones. */
export async function listSnippetUses(
  actor: Actor,
  requestedName: string,
  page: PageRequest,
): Promise<Page<SnippetUse>> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const { id: snippetId, name } = await findPromptOrThrow(workspaceId, requestedName);
  const after = decodeCursor(page.cursor, nameKey)?.[0] ?? "";
  const rows = await prisma().$queryRaw<SnippetUse[]>`
    with recursive edges as (
      select p.name, coalesce(present.name, pin->>'name') as snippet, (pin->>'version')::int as version
      from prompts p join versions v on v.prompt_id = p.id and v.number = p.latest_version
      cross join lateral jsonb_array_elements(coalesce(v.content->'snippets', '[]')) as pin
      left join prompt_aliases a on a.workspace_id = p.workspace_id and a.name = pin->>'name'
      left join prompts present on present.id = a.prompt_id
      where p.workspace_id = ${workspaceId}::uuid and p.archived_at is null
    ), reach as (
      select name, snippet, version, 1 as depth from edges where snippet = ${name}
      union select e.name, e.snippet, e.version, r.depth + 1 from edges e join reach r on e.snippet = r.name
      where r.depth < ${expansionLimits.depth}
    ), live as (
      select p.name, e.name as environment, e.position, v.number, (pin->>'version')::int as pinned
      from deployments d join environments e on e.id = d.environment_id join versions v on v.id = d.version_id
      join prompts p on p.id = d.prompt_id
      cross join lateral jsonb_array_elements(coalesce(v.content->'snippets', '[]')) as pin
      left join prompt_aliases a on a.workspace_id = p.workspace_id and a.name = pin->>'name'
      where d.workspace_id = ${workspaceId}::uuid and p.archived_at is null
        and (pin->>'name' = ${name} or a.prompt_id = ${snippetId}::uuid)
    ), users as (select name from reach union select name from live)
    select p.name, p.latest_version as "latestVersion",
      (select version from reach r where r.name = p.name and r.snippet = ${name} limit 1) as pinned,
      (select min(snippet) from reach r where r.name = p.name and r.snippet <> ${name}) as via,
      coalesce((select jsonb_agg(jsonb_build_object('environment', l.environment, 'version', l.number, 'pinned', l.pinned)
        order by l.position) from live l where l.name = p.name), '[]') as live
    from users u join prompts p on p.workspace_id = ${workspaceId}::uuid and p.name = u.name
    where p.name > ${after} order by p.name limit ${page.limit + 1}`;
  return toPage(rows, page.limit, byName, (row) => row);
}

/** The number of prompts that use the snippet; 101 means more than 100. */
export async function countSnippetUses(actor: Actor, name: string): Promise<number> {
  const { items, nextCursor } = await listSnippetUses(actor, name, { limit: 100 });
  return items.length + (nextCursor ? 1 : 0);
}

/** One prompt in the plan of a snippet update. */
export type PlannedUse = {
  name: string;
  latestVersion: number;
  /** The number of its new version; null if nothing changes. */
  nextVersion: number | null;
  /** The difference in its text with snippets expanded; null if nothing changes or the difference is too large. */
  diff: ContentDiff | null;
  problem: string | null;
};

/** Returns for each prompt what would change if every use of a snippet were updated to this version. Writes nothing. */
export async function planSnippetUpdate(actor: Actor, name: string, version: number): Promise<PlannedUse[]> {
  authorize(actor, "prompt:read");
  const users = await loadUsers(prisma(), actor.workspaceId, await namesOfUsers(actor, name));
  const load = await loadForUsers(prisma(), actor, users, { name, version });
  const plan: PlannedUse[] = [];
  for (const update of planPinUpdates(users, { name, version }, load)) {
    const { user, prepared, problem } = update;
    const nextVersion = prepared ? user.nextNumber : null;
    const diff = await diffOf(actor, update);
    plan.push({ name: user.name, latestVersion: user.latestVersion, nextVersion, diff, problem });
    await new Promise<void>((done) => setImmediate(done)); // preparing a long prompt takes 20 ms: let others run
  }
  return plan;
}

/** Compares one prompt at a time, in a worker thread, so that hundreds of long prompts do not block other requests. */
async function diffOf({ workspaceId }: Actor, { user, prepared }: PinUpdate): Promise<ContentDiff | null> {
  if (!prepared) return null;
  const before = user.expanded ?? user.content;
  const after = prepared.expanded ?? prepared.content;
  try {
    return await runTask(diffTask, { before, after }, { workspaceId });
  } catch (error) {
    if (isAppError(error) && error.code === diffTask.tooSlow.code) return null;
    throw error;
  }
}

async function namesOfUsers(actor: Actor, name: string): Promise<string[]> {
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await listSnippetUses(actor, name, { limit: 100, cursor });
    names.push(...items.filter(({ pinned, via }) => pinned !== null || via !== null).map((item) => item.name));
    if (names.length > updateLimit)
      throw new AppError("invalid_request", `More than ${updateLimit} prompts use ${name}. Choose them by name.`);
    cursor = nextCursor ?? undefined;
  } while (cursor);
  return names;
}

/** The newest versions of these prompts. */
export async function loadUsers(
  db: Transaction,
  workspaceId: string,
  names: readonly string[],
): Promise<SnippetUser[]> {
  const rows = await db.$queryRaw<
    (Omit<SnippetUser, "content" | "expanded"> & { content: Content; expanded: Content | null })[]
  >`
    select p.name, p.latest_version as "latestVersion", p.last_number + 1 as "nextNumber", v.content, v.expanded
    from prompts p join versions v on v.prompt_id = p.id and v.number = p.latest_version
    where p.workspace_id = ${workspaceId}::uuid and p.archived_at is null and p.name = any(${names as string[]}::text[])
    order by p.name`;
  return rows;
}

/**
 * Loads every snippet that these prompts include, in the pinned versions, and the target version of the snippet. Throws
 * 404 if the target does not exist.
 */
export async function loadForUsers(
  db: Transaction,
  actor: Actor,
  users: readonly SnippetUser[],
  snippet: { name: string; version: number },
): Promise<LoadedForUpdate> {
  const needed = new Map([[`${snippet.name}@${snippet.version}`, snippet]]);
  for (const { content } of users)
    for (const pin of content.snippets ?? []) needed.set(`${pin.name}@${pin.version}`, pin);
  const found = await listSnippets(actor, [...needed.values()], db);
  if (!found.some((each) => each.name === snippet.name && each.requestedVersion === snippet.version))
    throw notFound(`Version ${snippet.version} of ${snippet.name}, in use,`);
  const ownerOf = (name: string) => found.find((each) => each.name === name)?.owner ?? name;
  const load: LoadedForUpdate["load"] = (name, version) => {
    const requestedVersion = version ?? null;
    const snippet = found.find((each) => each.owner === ownerOf(name) && each.requestedVersion === requestedVersion);
    return snippet ? { ...snippet, name } : null;
  };
  return { load, ownerOf };
}
