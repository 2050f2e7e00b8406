import type { UserActor } from "@/lib/auth/actor";
import { prisma, transaction } from "@/lib/core/db";
import { countUses } from "@/lib/telemetry/commands/count-uses";
import { type DemoKeys, keysOf } from "./applications";
import { countHours } from "./count-hours";
import { seedEarlierUses } from "./earlier-uses";
import { batchOf, keptFrom, recordRemoval } from "./kept";
import { insertPlainTexts } from "./plain-texts";
import { answerTime, cachedTokens, tokenPrice, usualCall } from "./usual-calls";

/**
 * Answers of a prompt that nobody scores: how many a day if there were no nights, which take three of ten, from how
 * many users, and from when to when, in days before now. As many as in the prompt's experiment.
 */
type PlainUse = { name: string; perDay: number; users: number; from?: number; to?: number };

const plainUses: readonly PlainUse[] = [
  { name: "support/summary", perDay: 52, users: 14 },
  { name: "support/refund-check", perDay: 44, users: 700 },
  { name: "support/triage", perDay: 370, users: 9_000, to: 10 },
  { name: "checkout/address-fix", perDay: 96, users: 6_000 },
  { name: "checkout/abandoned-cart", perDay: 770, users: 5_000, to: 7.7 },
  { name: "checkout/payment-error", perDay: 390, users: 3_000, to: 11.6 },
  { name: "search/product-answer", perDay: 940, users: 9_000, to: 10.8 },
  { name: "search/product-answer", perDay: 940, users: 9_000, from: 0.3 },
  { name: "search/no-results", perDay: 900, users: 9_000, to: 0.45 },
];

/** Writes the answers that nobody scores, and counts all answers of the demo as the product's jobs do. */
export async function seedUses(owner: UserActor, keys: DemoKeys): Promise<void> {
  const { workspaceId } = owner;
  const now = Date.now();
  const from = keptFrom(now);
  await insertPlain(workspaceId, keys, from);
  await insertPlainTexts(workspaceId);
  await transaction((tx) =>
    countUses(tx, {
      ids: [batchOf(workspaceId)],
      workspaceIds: [workspaceId],
      events: 0,
      from,
      to: new Date(now),
      hasMore: false,
    }),
  );
  await countHours(workspaceId, from);
  await seedEarlierUses(workspaceId, from);
  await recordRemoval(owner, from);
}

async function insertPlain(workspaceId: string, keys: DemoKeys, from: Date): Promise<void> {
  const rows = plainUses.map((use) => ({ ...use, ...usualCall(use.name), ...keysOf(use.name, keys) }));
  // Fewer at night, by the version that was live. One of 400 fails.
  await prisma().$executeRaw`
    insert into interactions (at, batch_id, workspace_id, prompt_id, environment_id, version, completed, refused, has_content,
      latency_ms, ttft_ms, cost_usd, input_tokens, cached_tokens, output_tokens, id, interaction_id, user_id, session_id,
      model, error, attributes, key_id)
    select u.at, ${batchOf(workspaceId)}::bigint, p.workspace_id, p.id, e.id, v.number, not failed and chance % 100 < 70, chance % 500 = 3, true,
      round((${answerTime.begins}::float + output * ${answerTime.perToken}::float) * spread), case when not failed then round(380 * spread) end,
      case when failed then 0 else (input * ${tokenPrice.input}::float + output * ${tokenPrice.output}::float) / 1e6 * (1 + v.number * ${tokenPrice.versionShare}::float) * spread end,
      round(input * spread), ${cachedTokens("u.id", "input * spread")}, case when failed then 0 else round(output * spread) end, u.id, u.id, u.user_id, 's_' || left(md5(u.user_id || u.at::date), 6),
      v.content -> 'model' ->> 'name', case when failed then '429 rate_limit_exceeded: try again in 6 s' end,
      jsonb_build_object('country', (array['DE', 'DE', 'NO', 'AT', 'SE', 'DK'])[1 + chance % 6],
        'channel', (array['web', 'web', 'app'])[1 + chance % 3]),
      case when chance % 3 = 2 then coalesce(u.app, u.web) else u.web end
    from (
      select g.*, t.*, abs(hashtext(t.id)) % 400 = 5 as failed, abs(hashtext(t.user_id)) as chance,
        0.7 + abs(hashtext(t.id || 'spread')) % 600 / 1000.0 as spread
      from json_to_recordset(${JSON.stringify(rows)}::json) as g (name text, "perDay" int, users int, "from" float8, "to" float8,
        input int, output int, web uuid, app uuid)
      cross join lateral (
        select s.at, gen_random_uuid()::text as id,
          'shopper_' || lpad((abs(hashtext(g.name || n)) % g.users)::text, 5, '0') as user_id
        from (select greatest(${from}, now() - make_interval(secs => coalesce(g."from", 1e4) * 86400)) as first,
          now() - make_interval(secs => coalesce(g."to", 0) * 86400 + 90) as last) r
        cross join lateral generate_series(1, (extract(epoch from r.last - r.first) / 86400 * g."perDay")::int) n
        cross join lateral (select r.first + (r.last - r.first) * ((n * 0.6180339887) % 1) as at) s
        where abs(hashtext(n || g.name)) % 100 < 70 + 30 * sin((extract(hour from s.at) - 9) / 24 * 2 * pi())) t) u
    join prompts p on p.workspace_id = ${workspaceId}::uuid and p.name = u.name
    join environments e on e.workspace_id = p.workspace_id and e.stage = 'production'
    cross join lateral (
      select to_version from releases r where r.workspace_id = p.workspace_id and r.prompt_id = p.id
        and r.environment_id = e.id and r.at <= u.at order by r.at desc limit 1) r
    join versions v on v.workspace_id = p.workspace_id and v.prompt_id = p.id and v.number = r.to_version`;
}
