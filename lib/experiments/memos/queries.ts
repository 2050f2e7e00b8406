import type { Actor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { withinLimitSql } from "@/lib/auth/environment-limit";
import { decodeCursor, type Page, type PageRequest, timeKey, toPage } from "@/lib/core/cursor";
import { prisma } from "@/lib/core/db";
import { hasNameSql } from "@/lib/core/environment-name";
import { escapeLike } from "@/lib/core/escape-like";
import { Prisma } from "@/lib/core/generated/prisma/client";
import type { Verdict } from "../results/schema";
import { normalQuantile } from "../statistics";
import type { DecisionMemo } from "./views";

export type MemoFilter = {
  prompt?: string | undefined;
  environment?: string | undefined;
  /** Words in the name, question, verdict, trade-off, reason, or the name of the person who decided. */
  search?: string | undefined;
};

type MemoRow = Omit<DecisionMemo, "experiment" | "result" | "effect" | "total" | "decidedAt"> & {
  id: string;
  experimentId: string;
  name: string;
  result: Verdict["result"] | "";
  difference: number | null;
  low: number | null;
  high: number | null;
  confidence: number | null;
  decidedAt: Date;
  decisions: number;
  sum: number | null;
  variance: number | null;
};

const z95 = normalQuantile(0.975);

function toMemo({ id: _, experimentId, name, ...row }: MemoRow): DecisionMemo {
  const { difference, low, high, confidence, decisions, sum, variance, decidedAt, result, ...rest } = row;
  const half = variance === null ? null : z95 * Math.sqrt(variance);
  return {
    ...rest,
    experiment: { id: experimentId, name },
    result: result || null,
    effect: difference === null || confidence === null ? null : { difference, interval: [low, high], confidence },
    total:
      sum === null || row.release === null || difference === null
        ? null
        : { decisions, difference: sum, interval: half === null ? [null, null] : [sum - half, sum + half] },
    decidedAt: decidedAt.toISOString(),
  };
}

/** The decision log: all memos of the workspace, newest first. */
export async function listMemos(
  actor: Actor,
  { limit, cursor, prompt, environment, search }: PageRequest & MemoFilter,
): Promise<Page<DecisionMemo>> {
  authorize(actor, "prompt:read");
  const { workspaceId } = actor;
  const after = decodeCursor(cursor, timeKey);
  const like = `%${escapeLike(search ?? "")}%`;
  const rows = await prisma().$queryRaw<MemoRow[]>`
    select m.id, m.experiment_id as "experimentId", m.name, p.name as prompt, e.name as environment, m.phase, m.question, m.metric,
      m.result, m.sentence, m.trade_off as "tradeOff", m.variant, m.version, m.release_id as release, m.reason, m.difference,
      m.low, m.high, m.confidence, m.users, m.decided_by_name as "decidedBy", m.decided_at as "decidedAt",
      t.decisions, t.sum, t.variance
    from experiment_memos m join prompts p on p.id = m.prompt_id join environments e on e.id = m.environment_id
    cross join lateral (
      select count(*)::int as decisions, sum(o.difference) as sum,
        case when bool_and(o.standard_error is not null) then sum(o.standard_error ^ 2) end as variance
      from experiment_memos o
      where o.workspace_id = ${workspaceId}::uuid and o.prompt_id = m.prompt_id and o.environment_id = m.environment_id
        and o.metric = m.metric and o.release_id is not null and o.difference is not null
        and (o.decided_at, o.id) <= (m.decided_at, m.id)) t
    where m.workspace_id = ${workspaceId}::uuid and ${withinLimitSql(actor)}
      ${prompt ? Prisma.sql`and (p.name = ${prompt} or exists (select 1 from prompt_aliases a where a.prompt_id = p.id and a.name = ${prompt}))` : Prisma.empty}
      ${environment ? Prisma.sql`and ${hasNameSql(environment)}` : Prisma.empty}
      ${search ? Prisma.sql`and concat_ws(' ', m.name, m.question, m.sentence, m.trade_off, m.reason, m.decided_by_name, p.name) ilike ${like}` : Prisma.empty}
      ${after ? Prisma.sql`and (m.decided_at, m.id) < (${new Date(after[0])}, ${after[1]}::uuid)` : Prisma.empty}
    order by m.decided_at desc, m.id desc limit ${limit + 1}`;
  return toPage(rows, limit, ({ decidedAt, id }) => [decidedAt.getTime(), id], toMemo);
}
