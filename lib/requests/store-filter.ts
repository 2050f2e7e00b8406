import { isNotExpired, textFound } from "@/lib/telemetry/store/kept-row";
import { attributePairs, columnOf, type FoundFilter, isMetricAlone } from "./filter";
import { lowerPatterns } from "./search-patterns";

/** Conditions on a row of ClickHouse, with named values. `isIndexed`: a bloom filter excludes most rows. */
export type StoreConditions = { text: string; values: Record<string, unknown>; isIndexed: boolean };

/**
 * Returns the filter as ClickHouse conditions, as `conditionsOf` does for PostgreSQL. `promptIds` are those of the
 * workspace. `markedIds` are the interactions that match the label and review filters; null without such filters. Pure.
 */
export function storeConditionsOf(
  found: FoundFilter,
  promptIds: readonly string[],
  markedIds: readonly string[] | null,
): StoreConditions {
  const { workspaceId, environmentIds, filter } = found;
  const values: Record<string, unknown> = { workspaceId, environmentIds, promptIds: found.promptIds ?? promptIds };
  const parts = [
    "workspace_id = {workspaceId:UUID}",
    "environment_id in {environmentIds:Array(UUID)}",
    "prompt_id in {promptIds:Array(UUID)}",
    isNotExpired,
  ];
  const put = (type: string, value: unknown) => {
    const name = `v${Object.keys(values).length}`;
    values[name] = value;
    return `{${name}:${type}}`;
  };
  const is = (column: string, type: string, value: unknown, compare = "=") => {
    if (value !== undefined) parts.push(`${column} ${compare} ${put(type, value)}`);
  };
  const number = (value: string | undefined) => (value === undefined ? undefined : Number(value));
  const flag = (value: string | undefined, column: string) => {
    if (value !== undefined) parts.push(`ifNull(${column}, false) = ${value}`);
  };

  is("user_id", "String", filter.userId);
  is("session_id", "String", filter.sessionId);
  is("trace_id", "String", filter.traceId);
  is("interaction_id", "Array(String)", filter.ids?.split(","), "in");
  if (markedIds) is("interaction_id", "Array(String)", markedIds, "in");
  is("version", "Int32", number(filter.version));
  is("model", "String", filter.model);
  if (found.keyIds && filter.key) is("key_id", "Array(UUID)", found.keyIds, "in");
  if (found.keyIds && filter.missing === "key") is("key_id", "Array(UUID)", found.keyIds, "not in");
  else if (filter.missing) parts.push(`${columnOf[filter.missing]} = ''`);
  if (filter.attribute) {
    const pairs = attributePairs(filter.attribute);
    const isOne = pairs.map(([name, value]) => `attribute_texts[${put("String", name)}] = ${put("String", value)}`);
    parts.push(`(${isOne.join(" or ")})`);
  }
  flag(filter.failed, "error <> ''");
  flag(filter.refused, "refused");
  flag(filter.violation, "violation");
  is("cost_usd", "Float64", number(filter.minCostUsd), ">=");
  is("cost_usd", "Float64", number(filter.maxCostUsd), "<=");
  is("latency_ms", "Float64", number(filter.minLatencyMs), ">=");
  is("latency_ms", "Float64", number(filter.maxLatencyMs), "<=");

  const metric = filter.metric ? `s.metric = ${put("String", filter.metric)}` : "startsWith(s.metric, 'scorer:')";
  const scored = (condition: string) => `arrayExists(s -> ${metric} and ifNull(${condition}, false), scores)`;
  const below = (value: string) => scored(`s.value < ${put("Float64", Number(value))}`);
  if (isMetricAlone(filter)) parts.push(scored("s.value is not null"));
  if (filter.passed) parts.push(scored(`s.passed = ${filter.passed}`));
  if (filter.scoreBelow) parts.push(below(filter.scoreBelow));
  if (filter.thumbs) parts.push(`thumbs_up = ${filter.thumbs === "up"}`);
  is("stars", "UInt8", number(filter.maxStars), "<=");
  if (filter.weakBelow) parts.push(`(ifNull(thumbs_up = false, false) or ${below(filter.weakBelow)})`);
  if (filter.completed) parts.push(`completed = ${filter.completed}`);
  if (filter.search) {
    const { plain, inJson } = lowerPatterns(filter.search);
    parts.push(`(${textFound(put("String", plain), put("String", inJson))})`);
  }
  const { userId, sessionId, traceId, ids } = filter;
  const isIndexed = [userId, sessionId, traceId, ids, markedIds ?? undefined].some(
    (condition) => condition !== undefined,
  );
  return { text: parts.join("\n and "), values, isIndexed };
}
