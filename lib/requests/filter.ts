import { mayBeAssigned } from "@/lib/experiments/rollup/queries/phases";
import { isDone } from "@/lib/telemetry/feedback-sql";
import { attributeLimits } from "@/lib/telemetry/schema";
import type { RequestFilterFields } from "./schema";
import { anyCasePatterns } from "./search-patterns";

/** The filter of requests. `from` is inclusive and `to` exclusive. */
export type RequestFilter = RequestFilterFields & { from?: string | undefined; to?: string | undefined };

/** A variant in a phase of its experiment. */
type Arm = { phase: number; variant: string; version: number };

/**
 * The filter with its names resolved to ids, as SQL needs it. `promptIds` null selects all prompts of the workspace.
 */
export type FoundFilter = {
  workspaceId: string;
  environmentIds: readonly string[];
  /** Whether these are all environments of the workspace. */
  isEverywhere: boolean;
  promptIds: readonly string[] | null;
  /** The variants of the experiment, or the one of the filter, each in its phases. */
  experiment: { arms: readonly Arm[] } | null;
  /** The API keys of the filter; with `missing` "key", all that exist. Null without such a filter. */
  keyIds: readonly string[] | null;
  /** The person who reads, for "mine". */
  userId: string | null;
  filter: RequestFilter;
};

/** How expensive a search is: an index finds the rows, or rows are scanned with a light or heavy condition. */
type Work = "indexed" | "light" | "heavy";

/** Conditions on an interaction `i`, and on its feedback `f` if `needsFeedback` is true. */
export type Conditions = { text: string; values: unknown[]; needsFeedback: boolean; work: Work };

const scoresOf = `select from online_scores s where s.workspace_id = i.workspace_id
  and s.environment_id = i.environment_id and s.interaction_id = i.interaction_id`;
export const marksText = `select m.interaction_id as id from interaction_marks m where m.workspace_id = $1::uuid
  and m.environment_id = any($2::uuid[])`;

const longestName = attributeLimits.name;

/**
 * Returns the name and value that "name:value" may mean. There are several if it has several colons, because a name may
 * contain them, too. Pure.
 */
export function attributePairs(text: string): (readonly [name: string, value: string])[] {
  const colons = [...text.slice(0, longestName + 1).matchAll(/:/g)].map(({ index }) => index);
  return colons
    .filter((at) => at > 0 && at < text.length - 1)
    .map((at) => [text.slice(0, at), text.slice(at + 1)] as const);
}

/** The same for a segment, whose value may be empty: the other values. Pure. */
const segmentPairs = (text: string): (readonly [name: string, value: string])[] =>
  text.endsWith(":") ? [...attributePairs(text), [text.slice(0, -1), ""]] : attributePairs(text);

/** A condition on marks `m` that wait for a review. */
export const waitsForReview = "m.review_asked_at is not null and m.reviewed_at is null";

/** The conditions on marks `m` of the label and review filters. Empty without such filters. */
export function markConditions(
  { userId, filter: { label, review, reviewer } }: FoundFilter,
  put: (value: unknown) => string,
): string {
  const parts: string[] = [];
  const of = (id: string | null) => parts.push(`m.reviewer_id = ${put(id)}::uuid`);
  if (label) parts.push(`${put(label.toLowerCase())} = any(m.labels)`);
  if (review === "done") parts.push("m.reviewed_at is not null");
  else if (review || reviewer) parts.push(waitsForReview);
  if (review === "mine") of(userId);
  if (reviewer) of(reviewer);
  return parts.map((part) => ` and ${part}`).join("");
}

/** The column of a value that may be missing. */
export const columnOf = { model: "model", userId: "user_id", sessionId: "session_id", key: "key_id" } as const;

/** Whether a metric is named without a condition on its value: answers that have one. */
export const isMetricAlone = ({ metric, passed, scoreBelow, weakBelow }: RequestFilter) =>
  metric !== undefined && passed === undefined && scoreBelow === undefined && weakBelow === undefined;

/** The maximum time between receiving a version and reporting its answer. The rollup uses the same value. */
const graceMinutes = 15;

/**
 * Returns the filter as SQL conditions. `$1` is the workspace and `$2` the environments. The surrounding query adds
 * prompts and time. Pure.
 */
export function conditionsOf(found: FoundFilter): Conditions {
  const { workspaceId, environmentIds, experiment, keyIds, filter } = found;
  const values: unknown[] = [workspaceId, environmentIds];
  const parts: string[] = [];
  let [isScan, isHeavy, needsFeedback] = [false, false, false];
  const put = (value: unknown) => `$${values.push(value)}`;
  const indexed = (text: string) => parts.push(text);
  const scanned = (text: string) => {
    isScan = true;
    parts.push(text);
  };
  const heavy = (text: string) => {
    isHeavy = true;
    scanned(text);
  };
  const flag = (value: string | undefined, text: string) => {
    if (value !== undefined) scanned(value === "true" ? text : `not coalesce(${text}, false)`);
  };

  if (filter.userId) indexed(`i.user_id = ${put(filter.userId)}`);
  if (filter.sessionId) indexed(`i.session_id = ${put(filter.sessionId)}`);
  if (filter.traceId) indexed(`i.trace_id = ${put(filter.traceId)}`);
  if (filter.ids) indexed(`i.interaction_id = any(${put(filter.ids.split(","))}::text[])`);
  const marks = markConditions(found, put);
  if (marks) indexed(`i.interaction_id in (${marksText}${marks})`);
  if (filter.version) scanned(`i.version = ${put(Number(filter.version))}::int`);
  if (filter.experiment && experiment) {
    const { arms } = experiment;
    const lists = [put(arms.map(({ phase }) => phase)), put(arms.map(({ variant }) => variant))];
    const versions = put(arms.map(({ version }) => version));
    const onDay = filter.exposedOn
      ? ` and (u.exposed_at at time zone 'UTC')::date = ${put(filter.exposedOn)}::date`
      : "";
    const inSegment = filter.segment
      ? ` and (${segmentPairs(filter.segment)
          .map(([name, value]) => `u.segments ->> ${put(name)}::text = ${put(value)}`)
          .join(" or ")})`
      : "";
    heavy(`${mayBeAssigned("i")} and i.version = any(${versions}::int[]) and exists (
      select from experiment_units u
      join unnest(${lists[0]}::int[], ${lists[1]}::text[], ${versions}::int[]) a (phase, variant, version)
        on a.phase = u.phase and a.variant = u.variant and a.version = i.version
      where u.workspace_id = i.workspace_id and u.experiment_id = ${put(filter.experiment)}::uuid
        and u.unit_id = i.user_id and i.at >= u.exposed_at - interval '${graceMinutes} minutes'${onDay}${inSegment})`);
  }
  if (filter.model) scanned(`i.model = ${put(filter.model)}`);
  if (keyIds && filter.key) scanned(`i.key_id = any(${put(keyIds)}::uuid[])`);
  if (keyIds && filter.missing === "key") scanned(`not coalesce(i.key_id = any(${put(keyIds)}::uuid[]), false)`);
  else if (filter.missing) scanned(`i.${columnOf[filter.missing]} is null`);
  if (filter.attribute) {
    const pairs = attributePairs(filter.attribute);
    const isOne = pairs.map(([name, value]) => `i.attributes ->> ${put(name)}::text = ${put(value)}`);
    scanned(`(${isOne.join(" or ")})`);
  }
  if (filter.failed) flag(filter.failed, "(i.error is not null)");
  flag(filter.refused, "i.refused");
  flag(filter.violation, "i.violation");
  if (filter.minCostUsd) scanned(`i.cost_usd >= ${put(Number(filter.minCostUsd))}::float8`);
  if (filter.maxCostUsd) scanned(`i.cost_usd <= ${put(Number(filter.maxCostUsd))}::float8`);
  if (filter.minLatencyMs) scanned(`i.latency_ms >= ${put(Number(filter.minLatencyMs))}::float8`);
  if (filter.maxLatencyMs) scanned(`i.latency_ms <= ${put(Number(filter.maxLatencyMs))}::float8`);

  const metric = filter.metric ? `s.metric = ${put(filter.metric)}` : "s.metric like 'scorer:%'";
  const below = (value: string) => `exists (${scoresOf} and ${metric} and s.value < ${put(Number(value))}::float8)`;
  if (isMetricAlone(filter)) heavy(`exists (${scoresOf} and ${metric} and s.value is not null)`);
  if (filter.passed) heavy(`exists (${scoresOf} and ${metric} and s.passed = ${filter.passed})`);
  if (filter.scoreBelow) heavy(below(filter.scoreBelow));
  if (filter.thumbs || filter.maxStars || filter.weakBelow || filter.completed) needsFeedback = true;
  if (filter.thumbs) heavy(`f.thumbs_up = ${filter.thumbs === "up"}`);
  if (filter.maxStars) heavy(`f.stars <= ${Number(filter.maxStars)}`);
  if (filter.weakBelow) heavy(`(not f.thumbs_up or ${below(filter.weakBelow)})`);
  if (filter.completed) heavy(`(${isDone("i")}) = ${filter.completed}`);
  if (filter.search) {
    const { operator: like, plain, inJson } = anyCasePatterns(filter.search);
    const json = put(inJson);
    heavy(`(i.error ${like} ${put(plain)} or i.has_content and exists (select from interaction_contents c
      where c.workspace_id = i.workspace_id and c.id = i.id and c.at = i.at
        and (c.input::text ${like} ${json} or c.output::text ${like} ${json})))`);
  }
  return {
    text: parts.map((part) => ` and ${part}`).join(""),
    values,
    needsFeedback,
    work: isHeavy ? "heavy" : isScan ? "light" : "indexed",
  };
}

/** Whether the filter contains only prompts and environment. Pure. */
export function isPlaceOnly({
  from: _from,
  to: _to,
  prompt: _prompt,
  environment: _place,
  ...rest
}: RequestFilter): boolean {
  return Object.values(rest).every((value) => value === undefined);
}
