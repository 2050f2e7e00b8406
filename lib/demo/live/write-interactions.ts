import { prisma } from "@/lib/core/db";
import type { TenantPromptEnvironment } from "@/lib/core/prompt-environment";
import { type DemoKeys, keysOf } from "../applications";
import { batchOf } from "../kept";
import { answerTime, cachedTokens, tokenPrice, usualCall } from "../usual-calls";
import type { DemoSample } from "./samples";

/**
 * Inserts interactions with their sessions. Only the texts of those that `hasText` selects are still kept. One of 300
 * fails at its provider's rate limit and has no answer.
 */
export async function insertInteractions(
  { workspaceId, promptId, environmentId }: TenantPromptEnvironment,
  { name, keys }: { name: string; keys: DemoKeys },
  samples: readonly DemoSample[],
  hasText: (sample: DemoSample) => boolean,
): Promise<void> {
  const { input: inputTokens } = usualCall(name);
  const { web, app } = keysOf(name, keys);
  const rows = samples.map((sample) => {
    const { id, version, user, session, at, talk, isGood, scores } = sample;
    const [output] = talk[isGood ? "good" : "bad"];
    const completed = scores.find(({ metric }) => metric === "completion")?.value === 1;
    const length = JSON.stringify(output).length;
    const texts = hasText(sample) ? { input: talk.asks, output } : { input: null, output: null };
    return { id, v: version, u: user, s: session, at: new Date(at).toISOString(), completed, length, ...texts };
  });
  await prisma().$executeRaw`
    with r as materialized (
      select *, output is not null as has_text,
        -- Answers of one length take unequally long: a spread of a third, by the id, and one of twelve about twice as long.
        (1 + (abs(hashtext(id)) % 1000 - 500) / 1500.0) * case when abs(hashtext(id)) % 12 = 5 then 1.9 else 1 end as spread,
        round(${inputTokens}::int * (0.92 + abs(hashtext(id || 'in')) % 160 / 1000.0)) as input_tokens,
        ceil(length / 4.0) as output_tokens,
        abs(hashtext(u)) as chance
      from json_to_recordset(${JSON.stringify(rows)}::json) as r (id text, v int, u text, s text, at timestamptz,
        input json, output json, completed boolean, length int)),
    c as (
      insert into interaction_contents (at, workspace_id, id, input, output)
      select at, ${workspaceId}::uuid, id, input, output from r where has_text
      union all select at + interval '2 seconds', ${workspaceId}::uuid, id || '-again', input, null from r
      where has_text and abs(hashtext(id)) % 300 = 7)
    insert into interactions (at, batch_id, workspace_id, prompt_id, environment_id, version, completed, has_content,
      latency_ms, ttft_ms, cost_usd, input_tokens, output_tokens, cached_tokens, id, interaction_id, user_id, session_id,
      model, error, attributes, key_id)
    select r.at, ${batchOf(workspaceId)}::bigint, ${workspaceId}::uuid, ${promptId}::uuid, ${environmentId}::uuid, v, completed, true,
      round((${answerTime.begins}::float + output_tokens * ${answerTime.perToken}::float) * spread), round(380 * spread),
      (input_tokens * ${tokenPrice.input}::float + output_tokens * ${tokenPrice.output}::float) / 1e6 * (1 + v * ${tokenPrice.versionShare}::float),
      input_tokens, output_tokens, ${cachedTokens("r.id", "input_tokens")}, r.id, r.id, u, s,
      m.model, null, m.attributes, k.key_id
    from r cross join lateral (
      select case when chance % 3 = 2 then ${app ?? web}::uuid else ${web}::uuid end as key_id) k
    cross join lateral (
      select (select content -> 'model' ->> 'name' from versions where prompt_id = ${promptId}::uuid and number = r.v) as model,
        jsonb_build_object('country', (array['DE', 'DE', 'NO', 'AT', 'SE', 'DK'])[1 + chance % 6],
          'channel', (array['web', 'web', 'app'])[1 + chance % 3]) as attributes) m
    union all
    select r.at + interval '2 seconds', ${batchOf(workspaceId)}::bigint, ${workspaceId}::uuid, ${promptId}::uuid, ${environmentId}::uuid, v, false, true,
      round(30000 * spread), null, 0, input_tokens, 0, 0, r.id || '-again', r.id || '-again', u, s,
      (select content -> 'model' ->> 'name' from versions where prompt_id = ${promptId}::uuid and number = r.v),
      '429 rate_limit_exceeded: try again in 6 s', null, case when chance % 3 = 2 then ${app ?? web}::uuid else ${web}::uuid end
    from r where abs(hashtext(r.id)) % 300 = 7`;
}

/** Inserts feedback on answers: thumbs, and sometimes a comment on a negative one. */
export async function insertFeedback(workspaceId: string, samples: readonly DemoSample[]): Promise<void> {
  const rows = samples.flatMap(({ id, at, scores, talk }) => {
    const thumb = scores.find(({ metric }) => metric === "thumbs");
    if (!thumb) return [];
    const up = thumb.value === 1;
    const comment = !up && at % 3 === 0 ? talk.bad[1] : null;
    return [{ id, up, comment, at: new Date(at + 40_000).toISOString() }];
  });
  await prisma().$executeRaw`
    insert into feedback (at, batch_id, workspace_id, thumbs_up, comment, id, interaction_id)
    select least(at, now()), 0, ${workspaceId}::uuid, up, comment, id || '-thumb', id
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (id text, at timestamptz, up boolean, comment text)`;
}

/**
 * Inserts the steps of an agent around the calls of the last two days: a lookup, the model call, and sending the
 * answer.
 */
export async function insertTraces({ workspaceId, promptId, environmentId }: TenantPromptEnvironment): Promise<void> {
  await prisma().$executeRaw`
    update interactions set trace_id = md5(id), parent_id = left(md5(id || 'root'), 16)
    where workspace_id = ${workspaceId}::uuid and prompt_id = ${promptId}::uuid and environment_id = ${environmentId}::uuid
      and at > now() - interval '2 days' and error is null and has_content`;
  await prisma().$executeRaw`
    insert into spans (at, workspace_id, environment_id, kind, duration_ms, ttft_ms, cost_usd, input_tokens, output_tokens,
      trace_id, span_id, parent_id, name, service, model, session_id, user_id, error, interaction_id, attributes, input, output)
    select i.at + make_interval(secs => s.starts / 1000.0), i.workspace_id, i.environment_id, s.kind,
      round(case when s.name in ('checkout-assistant', 'answer') then i.latency_ms + s.takes else s.takes * (0.6 + abs(hashtext(i.id || s.name)) % 80 / 100.0) end),
      case when s.name = 'answer' then i.ttft_ms end, case when s.name = 'answer' then i.cost_usd end,
      case when s.name = 'answer' then i.input_tokens end, case when s.name = 'answer' then i.output_tokens end,
      i.trace_id, left(md5(i.id || s.id), 16), case when s.parent is not null then left(md5(i.id || s.parent), 16) end, s.name,
      'shop-web', s.model, i.session_id, i.user_id,
      case when s.name = 'find_basket' and abs(hashtext(i.id)) % 23 = 0 then '504 the basket service did not answer' end,
      case when s.name = 'answer' then i.interaction_id end,
      case when s.kind = 3 then jsonb_build_object('country', i.attributes ->> 'country') end,
      case s.name when 'help centre' then to_json(c.input ->> 'message') when 'find_basket' then json_build_object('user', i.user_id)
        when 'answer' then c.input when 'checkout-assistant' then to_json(c.input ->> 'message') end,
      case s.name
        when 'help centre' then '[{"title": "Delivery and pickup", "score": 0.83}, {"title": "Ways to pay", "score": 0.79}, {"title": "Changing an address", "score": 0.61}]'::json
        when 'find_basket' then json_build_object('basket', c.input ->> 'basket', 'country', i.attributes ->> 'country')
        when 'answer' then c.output when 'checkout-assistant' then c.output end
    from interactions i
    left join interaction_contents c on c.workspace_id = i.workspace_id and c.id = i.id and c.at = i.at
    cross join (values
      ('root', null, 'checkout-assistant', 3, -620, 660, null),
      ('resolve', 'root', 'resolve checkout/assistant', 3, -612, 4, null),
      ('search', 'root', 'help centre', 2, -600, 320, null),
      ('embed', 'search', 'embed the question', null, -596, 90, 'text-embedding-3-small'),
      ('vectors', 'search', 'vector search', 2, -500, 200, null),
      ('basket', 'root', 'find_basket', 1, -260, 180, null),
      ('call', 'root', 'answer', null, 0, 0, 'gpt-4.1-mini'),
      ('log', 'root', 'store the turn', 3, 1500, 25, null)) s (id, parent, name, kind, starts, takes, model)
    where i.workspace_id = ${workspaceId}::uuid and i.prompt_id = ${promptId}::uuid and i.environment_id = ${environmentId}::uuid
      and i.trace_id is not null
    on conflict do nothing`;
}
