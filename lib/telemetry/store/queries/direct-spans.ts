import { prisma } from "@/lib/core/db";
import { type BatchGroup, inGroups } from "./forward-queue";
import { expiry, jsonText, readKeeping } from "./keeping";

/**
 * The revisions of spans in the log count down from here. Revisions of copied rows are ms since 1970, so they are
 * greater, and of two copies of one span the copied row counts.
 */
const belowCopies = 1_000_000_000_000n;

/** Lists the oldest spans that wait for ClickHouse, about `limit`, in groups. */
export async function listDirectSpans(limit: number): Promise<BatchGroup[]> {
  const rows = await prisma().$queryRaw<{ id: string; from: Date; to: Date; events: number }[]>`
    select id::text, events, at as "from", at as "to" from (
      select id, count as events, from_at as at, sum(count) over (order by id) - count as before
      from (select id, count, from_at from direct_spans where not is_aside order by id limit 1000) oldest) s
    where before < ${limit} order by id`;
  return inGroups(rows);
}

type Logged = { at: string; environment_id: string; attributes?: unknown; input?: unknown; output?: unknown };

/**
 * Reads the spans in the log that are stored only in ClickHouse, one line of JSON each. If a span was sent twice, the
 * first one counts.
 */
export async function readDirectSpans(ids: readonly string[]): Promise<string[]> {
  const batches = await prisma().$queryRaw<{ id: bigint; workspaceId: string; spans: string }[]>`
    select id, workspace_id as "workspaceId", spans from direct_spans where id = any(${ids}::bigint[]) order by id`;
  const keeping = await readKeeping(batches.map(({ workspaceId }) => workspaceId));
  return batches.flatMap(({ id, workspaceId, spans }) =>
    (JSON.parse(spans) as Logged[]).map((span) => {
      const expiresAt = expiry(span.at, keeping(span.environment_id).contents);
      return JSON.stringify(
        Object.assign(span, {
          workspace_id: workspaceId,
          revision: String(belowCopies - id),
          is_direct: true,
          attributes: jsonText(span.attributes),
          input: jsonText(span.input),
          output: jsonText(span.output),
          expires_at: expiresAt,
          contents_expire_at: expiresAt,
        }),
      );
    }),
  );
}
