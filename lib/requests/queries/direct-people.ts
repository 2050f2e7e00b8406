import { hourMs } from "@/lib/core/milliseconds";
import { isNotExpired } from "@/lib/telemetry/store/kept-row";
import { findReadable } from "@/lib/telemetry/store/queries/readable";

type Price = { model: string; input: number; output: number };

/** The sums of one user or session, or of all others together (`name` null) with the highest cost among them. */
type DirectPeople = Record<string, unknown>;

const text = `with
  uses as (
    select environment_id, user_id, session_id, input_tokens, output_tokens, cached_tokens, completed, error, cost_usd,
      ifNull(input_tokens, 0) * transform(toString(model), {models:Array(String)}, {inputs:Array(Float64)}, 0.)
        + ifNull(output_tokens, 0) * transform(toString(model), {models:Array(String)}, {outputs:Array(Float64)}, 0.) as list_usd
    from interactions final
    where workspace_id = {workspaceId:UUID} and is_direct and not is_repeat and ${isNotExpired}
      and at >= fromUnixTimestamp64Milli({from:Int64}) and at < fromUnixTimestamp64Milli({to:Int64})),
  people as (
    select environment_id, is_session, who, count() as n, sum(ifNull(cost_usd, list_usd)) as cost,
      sumIf(list_usd, isNull(cost_usd)) as priced, sum(ifNull(input_tokens, 0)) as inputs_sum,
      sum(ifNull(output_tokens, 0)) as outputs_sum, sum(ifNull(cached_tokens, 0)) as cached_sum,
      countIf(ifNull(completed, false)) as done, countIf(error <> '') as failures
    from uses array join [false, true] as is_session, [user_id, session_id] as who
    group by environment_id, is_session, who),
  placed as (
    select *, row_number() over (partition by environment_id, is_session order by cost desc, n desc, who) as place from people)
  select toString(environment_id) as environment_id, is_session, if(place <= {most:UInt32}, who, null) as name,
    if(isNull(name), max(cost), null) as cut_usd, sum(n) as interactions, sum(cost) as cost_usd, sum(priced) as priced_usd,
    sum(inputs_sum) as input_tokens, sum(outputs_sum) as output_tokens, sum(cached_sum) as cached_tokens,
    sum(done) as completed, sum(failures) as failed
  from placed group by placed.environment_id, is_session, name settings prefer_column_name_to_alias = 0`;

/**
 * Sums the usage of users and sessions in an hour over answers that are stored only in ClickHouse: the `most` costliest
 * per environment, and the others together.
 */
export async function sumDirectPeople(
  workspaceId: string,
  hour: Date,
  prices: readonly Price[],
  most: number,
): Promise<DirectPeople[]> {
  const readable = await findReadable();
  if (!readable?.isDirect) return [];
  return readable.store.rows<DirectPeople>(text, {
    workspaceId,
    from: hour.getTime(),
    to: hour.getTime() + hourMs,
    models: prices.map(({ model }) => model),
    inputs: prices.map(({ input }) => input),
    outputs: prices.map(({ output }) => output),
    most,
  });
}
