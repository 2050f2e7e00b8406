import { LRUCache } from "lru-cache";
import { clickHouse } from "@/lib/core/clickhouse";
import { eventQuery } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { type PromptEnvironment, promptEnvironmentKey } from "@/lib/core/prompt-environment";
import { singleton } from "@/lib/core/singleton";

/** The time in which answers may still arrive after the end of an experiment, and after a release. */
const [phaseDays, releaseMinutes] = [7, 20];

/** Selects the prompts and environments of the workspace `$1` whose single answers PostgreSQL needs. */
export const watchedText = `
  select x.prompt_id, x.environment_id from experiments x
  join experiment_phases p on p.experiment_id = x.id and p.workspace_id = x.workspace_id
  where x.workspace_id = $1::uuid and (p.ended_at is null or p.ended_at > now() - interval '${phaseDays} days')
  union select prompt_id, environment_id from online_evaluations where workspace_id = $1::uuid and is_enabled
  union select prompt_id, environment_id from deployments
  where workspace_id = $1::uuid and (since > now() - interval '${releaseMinutes} minutes' or control_until > now())`;

const text = `select is_direct and copied_at is not null as "isOn",
    (select coalesce(sum(bytes), 0)::float8 from (
      select bytes from direct_batches where not is_aside union all select bytes from direct_spans where not is_aside) w)
      as "waitingBytes",
    (select coalesce(array_agg(w.prompt_id || ' ' || w.environment_id), '{}') from (${watchedText}) w) as watched
  from event_forwarding`;

type State = { isOn: boolean; waitingBytes: number; watched: readonly string[] };
type IntakeState = { isOn: boolean; waitingBytes: number; watched: ReadonlySet<string>; loadedAt: number };

/** The maximum age of a cached state. The statement that stores events checks the state again. */
const freshMs = 5_000;
const known = () => singleton("direct-intake", () => new LRUCache<string, IntakeState>({ max: 10_000 }));
const off: State = { isOn: false, waitingBytes: 0, watched: [] };

async function load(workspaceId: string): Promise<IntakeState> {
  const before = known().get(workspaceId);
  if (before && performance.now() - before.loadedAt < freshMs) return before;
  const loadedAt = performance.now();
  const [{ watched, ...state } = off] = await eventQuery<State>("direct-intake", text, [workspaceId]);
  const now = { ...state, watched: new Set(watched), loadedAt };
  known().set(workspaceId, now);
  return now;
}

/** Removes the cached state of a workspace. */
export const forgetDirectIntake = (workspaceId: string) => known().delete(workspaceId);

/** Decides which answers are stored only in ClickHouse. While it is on, this applies to all spans. */
export type DirectIntake = { takes: (place: PromptEnvironment) => boolean };

/**
 * Returns which answers of a workspace are stored only in ClickHouse, or null for none. Throws 503
 * `database_unavailable` if more than EVENTS_WAITING_MB wait for ClickHouse.
 */
export async function findDirectIntake(workspaceId: string): Promise<DirectIntake | null> {
  if (!clickHouse()) return null;
  const { isOn, waitingBytes, watched } = await load(workspaceId);
  if (!isOn) return null;
  if (waitingBytes > env().EVENTS_WAITING_MB * 1024 * 1024)
    throw new AppError(
      "database_unavailable",
      "More events wait for ClickHouse than may. Send the same events later.",
      {
        headers: { "retry-after": "10" },
      },
    );
  return { takes: (place) => !watched.has(promptEnvironmentKey(place)) };
}
