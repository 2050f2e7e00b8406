/** The columns of a span with their types, for `json_to_recordset`. */
const types = {
  at: "timestamptz",
  environment_id: "uuid",
  kind: "smallint",
  duration_ms: "float8",
  ttft_ms: "float8",
  cost_usd: "float8",
  input_tokens: "int",
  output_tokens: "int",
  cached_tokens: "int",
  trace_id: "text",
  span_id: "text",
  parent_id: "text",
  name: "text",
  service: "text",
  model: "text",
  session_id: "text",
  user_id: "text",
  error: "text",
  interaction_id: "text",
  attributes: "jsonb",
  input: "json",
  output: "json",
};

export const spanColumns = Object.keys(types).join(", ");
export const spanRecord = Object.entries(types)
  .map(([name, type]) => `${name} ${type}`)
  .join(", ");

/**
 * Selects the spans of a trace `$2` of a workspace `$1`: stored rows and spans that wait for ClickHouse. The first of
 * two with the same id is used.
 */
export const spansOfTrace = `select distinct on (span_id, at) * from (
    select 0::bigint as place, ${spanColumns} from spans where workspace_id = $1::uuid and trace_id = $2
    union all
    select d.id, r.* from direct_spans d cross join lateral json_to_recordset(d.spans::json) as r (${spanRecord})
    where d.workspace_id = $1::uuid and not d.is_aside and d.traces @> array[$2]::text[] and r.trace_id = $2) s
  order by span_id, at, place`;
