import { bitInPostgres, sketchBits } from "../user-sketch";

const columns = "environment_id, dimension, prompt_id, version, model, key_id";

type Values = { workspace: string; hour: string; direct: string };

/**
 * The sketches of users of an hour, as parts of a statement whose `i` are the interactions of the hour. The value
 * `direct` is a JSON list with the sketches of answers that are stored only in ClickHouse.
 */
export const hourOfUsers = ({ workspace, hour, direct }: Values) => `gone_users as (
    delete from usage_users where workspace_id = ${workspace} and unit = 'hour' and at = ${hour}),
  set_bits as materialized (
    select environment_id, case when grouping(version) = 0 then 'version' when grouping(prompt_id) = 0 then 'prompt'
        when grouping(model) = 0 then 'model' when grouping(key_id) = 0 then 'key' else 'environment' end as dimension,
      prompt_id, version, model, key_id, place
    from (
      select environment_id, prompt_id, version, model, coalesce(key_id, '00000000-0000-0000-0000-000000000000') as key_id,
        ${bitInPostgres("md5")} as place
      from (select *, md5(user_id) as md5 from i where user_id <> '') m) b
    group by grouping sets ((environment_id, place), (environment_id, prompt_id, place),
      (environment_id, prompt_id, version, place), (environment_id, model, place), (environment_id, key_id, place))),
  users as (
    insert into usage_users (workspace_id, unit, at, ${columns}, bits)
    select ${workspace}::uuid, 'hour', ${hour}::timestamptz, ${columns}, bit_or(bits) from (
      select ${columns}, set_bit(0::bit(${sketchBits}), place, 1)::bit varying as bits from set_bits
      union all
      select ${columns}, bits::bit varying from json_to_recordset(${direct}::json) as r (environment_id uuid,
        dimension text, prompt_id uuid, version int, model text, key_id uuid, bits text)
      where environment_id in (select id from environments where workspace_id = ${workspace})
        and (prompt_id is null or prompt_id in (select id from prompts where workspace_id = ${workspace}))) b
    group by ${columns})`;

const joined = (unit: string, start: string, part: string, length: string) => `with gone as (
    delete from usage_users where workspace_id = $1 and unit = '${unit}' and at = ${start})
  insert into usage_users (workspace_id, unit, at, ${columns}, bits)
  select $1::uuid, '${unit}', ${start}, ${columns}, bit_or(bits) from usage_users
  where workspace_id = $1 and unit = '${part}' and at >= ${start} and at < ${start} + interval '${length}'
  group by ${columns}`;

/**
 * Joins the hours of a day. All of them are available, because hours are kept for as long as late events are accepted.
 */
export const dayOfUsers = joined("day", "$2::timestamptz", "hour", "1 day");
/** Joins the days of the week and of the month of a day. */
export const weekOfUsers = joined("week", "date_trunc('week', $2::timestamptz, 'UTC')", "day", "7 days");
export const monthOfUsers = joined("month", "date_trunc('month', $2::timestamptz, 'UTC')", "day", "1 month");
