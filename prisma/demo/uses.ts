import { prisma } from "@/lib/core/db";
import { keptHashes } from "@/lib/telemetry/commands/count-uses";

/** Uses a day in production and the people behind a week of them. */
const daily: Record<string, readonly [uses: number, people: number]> = {
  "support/reply": [41_200, 9_800],
  "support/triage": [58_900, 14_200],
  "support/summary": [6_100, 310],
  "support/refund-check": [3_400, 1_900],
  "checkout/assistant": [22_700, 8_300],
  "checkout/address-fix": [9_000, 7_400],
  "checkout/abandoned-cart": [2_300, 2_250],
  "checkout/payment-error": [1_900, 1_600],
  "search/query-rewrite": [96_400, 21_500],
  "search/product-answer": [3_900, 2_220],
  "search/no-results": [2_600, 2_100],
  "search/compare": [5_200, 3_000],
};

/**
 * The counts that Fernway's applications would have left within two weeks, quieter at weekends. People are the smallest
 * of as many hashes spread evenly, the same every day.
 */
export async function seedUses(workspaceId: string): Promise<void> {
  const rows = Object.entries(daily).map(([name, [uses, people]]) => ({ name, uses, people }));
  const given = JSON.stringify(rows);
  await prisma().$executeRaw`
    insert into prompt_uses (workspace_id, prompt_id, environment_id, day, version, interactions)
    select d.workspace_id, d.prompt_id, d.environment_id, day, v.number,
      round(g.uses * case when extract(isodow from day) > 5 then 0.86 else 1.05 end * (1 + sin(extract(day from day) + g.uses) / 20)
        * case when day = (now() at time zone 'UTC')::date then extract(epoch from now() at time zone 'UTC' - day) / 86400 else 1 end)
    from json_to_recordset(${given}::json) as g (name text, uses int, people int)
    join prompts p on p.workspace_id = ${workspaceId}::uuid and p.name = g.name
    join environments e on e.workspace_id = p.workspace_id and e.stage = 'production'
    join deployments d on d.workspace_id = p.workspace_id and d.prompt_id = p.id and d.environment_id = e.id
    join versions v on v.workspace_id = p.workspace_id and v.id = d.version_id
    cross join lateral (select (now() at time zone 'UTC')::date - n as day from generate_series(0, 13) n) days
    on conflict do nothing`;
  await prisma().$executeRaw`
    insert into prompt_people (workspace_id, prompt_id, environment_id, day, hashes)
    select p.workspace_id, p.id, e.id, (now() at time zone 'UTC')::date - n, array(
      select (k * 18446744073709551615::numeric / g.people - 9223372036854775808)::bigint
      from generate_series(1, least(g.people - 1, ${keptHashes}::int)) k)
    from json_to_recordset(${given}::json) as g (name text, uses int, people int)
    join prompts p on p.workspace_id = ${workspaceId}::uuid and p.name = g.name
    join environments e on e.workspace_id = p.workspace_id and e.stage = 'production'
    cross join generate_series(0, 6) n
    on conflict do nothing`;
}
