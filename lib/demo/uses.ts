import { prisma } from "@/lib/core/db";
import { keptHashes } from "@/lib/telemetry/commands/count-uses";
import { type DemoKeys, keysOf } from "./applications";
import { answerTime, tokenPrice, usualCall } from "./usual-calls";

/** Uses per day in production, and distinct people per week. */
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
 * Writes two weeks of usage counts of Fernway's applications, lower at weekends. The people are evenly spread hashes,
 * the same every day.
 */
export async function seedUses(workspaceId: string, keys: DemoKeys): Promise<void> {
  const rows = Object.entries(daily).map(([name, [uses, people]]) => ({
    name,
    uses,
    people,
    ...usualCall(name),
    ...keysOf(name, keys),
  }));
  const rowsJson = JSON.stringify(rows);
  await prisma().$executeRaw`
    insert into prompt_uses (workspace_id, prompt_id, environment_id, day, version, interactions)
    select d.workspace_id, d.prompt_id, d.environment_id, day, v.number,
      round(g.uses * case when extract(isodow from day) > 5 then 0.86 else 1.05 end * (1 + sin(extract(day from day) + g.uses) / 20)
        * case when day = (now() at time zone 'UTC')::date then extract(epoch from now() at time zone 'UTC' - day) / 86400 else 1 end)
    from json_to_recordset(${rowsJson}::json) as g (name text, uses int, people int)
    join prompts p on p.workspace_id = ${workspaceId}::uuid and p.name = g.name
    join environments e on e.workspace_id = p.workspace_id and e.stage = 'production'
    join deployments d on d.workspace_id = p.workspace_id and d.prompt_id = p.id and d.environment_id = e.id
    join versions v on v.workspace_id = p.workspace_id and v.id = d.version_id
    cross join lateral (select (now() at time zone 'UTC')::date - n as day from generate_series(0, 13) n) days
    on conflict do nothing`;
  await insertHours(workspaceId, rowsJson);
  await prisma().$executeRaw`
    insert into prompt_people (workspace_id, prompt_id, environment_id, day, hashes)
    select p.workspace_id, p.id, e.id, (now() at time zone 'UTC')::date - n, array(
      select (k * 18446744073709551615::numeric / g.people - 9223372036854775808)::bigint
      from generate_series(1, least(g.people - 1, ${keptHashes}::int)) k)
    from json_to_recordset(${rowsJson}::json) as g (name text, uses int, people int)
    join prompts p on p.workspace_id = ${workspaceId}::uuid and p.name = g.name
    join environments e on e.workspace_id = p.workspace_id and e.stage = 'production'
    cross join generate_series(0, 6) n
    on conflict do nothing`;
}

/**
 * Writes two months of hourly sums for these uses: lower at night, for the version that was live in each hour, with its
 * usual tokens and costs, by the key of the application.
 */
async function insertHours(workspaceId: string, rowsJson: string): Promise<void> {
  await prisma().$executeRaw`
    insert into usage_hours (workspace_id, prompt_id, environment_id, hour, version, model, key_id, interactions, costed,
      cost_usd, input_tokens, output_tokens, cached_tokens, uncosted_input_tokens, uncosted_output_tokens, completed, failed,
      refused, violations)
    select workspace_id, prompt_id, environment_id, hour, version, model, k.key_id, k.n, k.n,
      k.n * (input * ${tokenPrice.input}::float + output * ${tokenPrice.output}::float) / 1e6 * (1 + version * ${tokenPrice.versionShare}::float), k.n * input, k.n * output, round(k.n * input * 0.18), 0, 0,
      round(k.n * (0.62 + 0.02 * version)), round(k.n * 0.0011), round(k.n * 0.002), 0
    from (
      select p.workspace_id, p.id as prompt_id, e.id as environment_id, h.hour, v.number as version,
        coalesce(v.content -> 'model' ->> 'name', 'gpt-4.1-mini') as model,
        g.input, g.output, g.web, g.app,
        -- By the hour of the day, the day of the week, and a little as it comes.
        round(g.uses / 24.0 * (1 + 0.75 * sin((extract(hour from h.hour) - 9) / 24 * 2 * pi()))
          * case when extract(isodow from h.hour) > 5 then 0.86 else 1.05 end
          * (1 + (abs(hashtext(p.name || h.hour::text)) % 100 - 50) / 600.0)
          * least(1, extract(epoch from now() - h.hour) / 3600))::bigint as n
      from json_to_recordset(${rowsJson}::json) as g (name text, uses int, input int, output int, web uuid, app uuid)
      join prompts p on p.workspace_id = ${workspaceId}::uuid and p.name = g.name
      join environments e on e.workspace_id = p.workspace_id and e.stage = 'production'
      cross join lateral (select date_trunc('hour', now(), 'UTC') - make_interval(hours => k) as hour
        from generate_series(0, 60 * 24) k) h
      cross join lateral (
        select to_version from releases r where r.workspace_id = p.workspace_id and r.prompt_id = p.id
          and r.environment_id = e.id and r.at <= h.hour + interval '1 hour' order by r.at desc limit 1) r
      join versions v on v.workspace_id = p.workspace_id and v.prompt_id = p.id and v.number = r.to_version) u
    cross join lateral (values (u.web, case when u.app is null then u.n else u.n - u.n / 3 end), (u.app, u.n / 3)) k (key_id, n)
    where k.key_id is not null and k.n > 0
    on conflict do nothing`;
  await prisma().$executeRaw`
    insert into usage_times (workspace_id, prompt_id, environment_id, day, version, bucket, interactions)
    select u.workspace_id, u.prompt_id, u.environment_id, (u.hour at time zone 'UTC')::date, u.version,
      (floor(ln(${answerTime.begins}::float + ${answerTime.perToken}::float * max(u.output_tokens / u.interactions)) / ln(1.1)) + s.step)::smallint,
      ceil(sum(u.interactions) * s.share)
    from usage_hours u
    -- A long tail to the right, as times have it.
    cross join (values (-4, 0.12), (-3, 0.14), (-2, 0.16), (-1, 0.16), (0, 0.16), (1, 0.1), (2, 0.08), (5, 0.05), (8, 0.03))
      s (step, share)
    where u.workspace_id = ${workspaceId}::uuid
    group by u.workspace_id, u.prompt_id, u.environment_id, (u.hour at time zone 'UTC')::date, u.version, s.step, s.share
    on conflict do nothing`;
}
