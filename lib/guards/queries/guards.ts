import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { withinLimit, withinLimitSql } from "@/lib/auth/environment-limit";
import { byCreation, byTime, decodeCursor, type Page, type PageRequest, timeKey, toPage } from "@/lib/core/cursor";
import { databaseNow } from "@/lib/core/database-clock";
import { prisma } from "@/lib/core/db";
import { hasNameSql } from "@/lib/core/environment-name";
import { notFound } from "@/lib/core/errors";
import { Prisma } from "@/lib/core/generated/prisma/client";
import { olderThan } from "@/lib/core/time-order";
import type { CheckOutcome, MetricFinding } from "../findings";
import type { GuardMemory } from "../memory";
import type { GuardFields } from "../schema";
import { shownStatus } from "../state";
import type { GuardCheckView, GuardView } from "../views";

type GuardRow = Omit<GuardView, "status" | "since" | "findings" | "baselineVersion" | "isConcurrent" | "coolUntil"> & {
  metrics: GuardFields["metrics"];
  memory: GuardMemory | null;
  currentVersion: number | null;
  currentRevision: number | null;
  currentSince: Date | null;
  lastCheck: Date | null;
  createdAt: Date;
  changedAt: Date;
};

const columns = Prisma.sql`g.id, p.name as prompt, e.name as environment, g.is_enabled as "isEnabled", g.metrics, g."window",
  g.alpha, g.minimum_per_side as "minimumPerSide", g.critical, g.cool_down_minutes as "coolDownMinutes",
  g.rolls_back as "rollsBack", g.control_share as "controlShare", g.control_hours as "controlHours",
  g.updated_by_name as "updatedBy", g.updated_at as "changedAt", g.created_at as "createdAt",
  s.state as memory, s.checked_at as "lastCheck",
  v.number as "currentVersion", d.revision as "currentRevision", d.since as "currentSince"`;
const from = Prisma.sql`from guards g join prompts p on p.id = g.prompt_id join environments e on e.id = g.environment_id
  left join guard_states s on s.guard_id = g.id
  left join deployments d on d.prompt_id = g.prompt_id and d.environment_id = g.environment_id
  left join versions v on v.id = d.version_id`;

const called = (name: string) => Prisma.sql`(p.name = ${name} or exists (
  select 1 from prompt_aliases a where a.prompt_id = p.id and a.name = ${name}))`;

function toView({
  memory,
  currentVersion,
  currentRevision,
  currentSince,
  lastCheck,
  createdAt: _,
  changedAt,
  ...row
}: GuardRow): GuardView {
  const current =
    currentVersion !== null && currentRevision !== null && currentSince !== null
      ? { version: currentVersion, revision: currentRevision, since: currentSince.toISOString() }
      : null;
  // A state about another release does not apply.
  const currentMemory = memory && memory.revision === current?.revision ? memory : null;
  const coolUntil = memory?.coolUntil && new Date(memory.coolUntil) > databaseNow() ? memory.coolUntil : null;
  return {
    ...row,
    status: shownStatus({ isEnabled: row.isEnabled, memory: currentMemory, coolUntil }),
    since: currentMemory?.statusSince ?? null,
    current,
    baselineVersion: currentMemory?.baselineVersion ?? null,
    isConcurrent: currentMemory?.isConcurrent ?? false,
    coolUntil,
    checkedAt: lastCheck?.toISOString() ?? null,
    findings: currentMemory?.findings ?? [],
    updatedAt: changedAt.toISOString(),
  };
}

/** Returns the guard of a prompt in an environment, or null if there is none. */
export async function getGuard(
  actor: Actor,
  { name, environment }: { name: string; environment: string },
): Promise<GuardView | null> {
  authorize(actor, "prompt:read");
  const [row] = await prisma().$queryRaw<GuardRow[]>`
    select ${columns} ${from} where g.workspace_id = ${actor.workspaceId}::uuid and ${withinLimitSql(actor)} and ${called(name)}
      and ${hasNameSql(environment)}`;
  return row ? toView(row) : null;
}

/** Returns a guard by its id. Throws 404 `not_found`. */
export async function getGuardByIdOrThrow(actor: Actor, id: string): Promise<GuardView> {
  authorize(actor, "prompt:read");
  const [row] = await prisma().$queryRaw<GuardRow[]>`
    select ${columns} ${from} where g.workspace_id = ${actor.workspaceId}::uuid and ${withinLimitSql(actor)} and g.id = ${id}::uuid`;
  if (!row) throw notFound("This guard");
  return toView(row);
}

export type GuardFilter = { prompt?: string | undefined; environment?: string | undefined };

/** The workspace's guards, newest first. */
export async function listGuards(
  actor: Actor,
  { prompt, environment, limit, cursor }: PageRequest & GuardFilter,
): Promise<Page<GuardView>> {
  authorize(actor, "prompt:read");
  const after = decodeCursor(cursor, timeKey);
  const rows = await prisma().$queryRaw<GuardRow[]>`
    select ${columns} ${from} where g.workspace_id = ${actor.workspaceId}::uuid and ${withinLimitSql(actor)}
      ${prompt ? Prisma.sql`and ${called(prompt)}` : Prisma.empty}
      ${environment ? Prisma.sql`and ${hasNameSql(environment)}` : Prisma.empty}
      ${after ? Prisma.sql`and (g.created_at, g.id) < (${new Date(after[0])}, ${after[1]}::uuid)` : Prisma.empty}
    order by g.created_at desc, g.id desc limit ${limit + 1}`;
  return toPage(rows, limit, byCreation, toView);
}

/** The stored checks of a guard, newest first. Throws 404 `not_found`. */
export async function listGuardChecks(
  actor: Actor,
  { id, revision, limit, cursor }: PageRequest & { id: string; revision?: number | undefined },
): Promise<Page<GuardCheckView>> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  if (!(await prisma().guard.findFirst({ where: { id, workspaceId, ...withinLimit(actor) }, select: { id: true } })))
    throw notFound("This guard");
  const after = decodeCursor(cursor, timeKey);
  const rows = await prisma().guardCheck.findMany({
    where: {
      workspaceId,
      guardId: id,
      ...(revision !== undefined && { revision }),
      ...(after && { OR: olderThan("at", after) }),
    },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  return toPage(rows, limit, byTime, ({ at, revision, version, baselineVersion, outcome, findings }) => ({
    at: at.toISOString(),
    revision,
    version,
    baselineVersion,
    outcome: outcome as CheckOutcome,
    findings: findings as MetricFinding[],
  }));
}
