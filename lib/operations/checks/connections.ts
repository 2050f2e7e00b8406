import { pluralize } from "@/lib/core/words";
import { type Check, type InstanceFacts, isAway, type ServerProcess } from "../schema";
import { failed, passed, warned } from "../words";

/**
 * Returns the connections that all processes may open, and the largest sum of a host, which a rolling upgrade needs in
 * addition.
 */
function needed(processes: readonly ServerProcess[], perInstance: number): { now: number; once: number; who: string } {
  if (processes.length === 0) return { now: perInstance, once: perInstance, who: "One instance" };
  const byHost = new Map<string, number>();
  for (const { host, facts } of processes) byHost.set(host, (byHost.get(host) ?? 0) + facts.connections);
  const sums = [...byHost.values()];
  return {
    now: sums.reduce((sum, one) => sum + one, 0),
    once: Math.max(...sums),
    who: `${pluralize(processes.length, "process", "processes")} on ${pluralize(byHost.size, "host")}`,
  };
}

/** Compares `max_connections`, less reserved connections and those of others, with what all processes may open. */
export function checkConnections({ database, processes, settings }: InstanceFacts): Check[] {
  if (isAway(database)) return [];
  const of = { id: "connections", title: "Connections" };
  const { now, once, who } = needed(processes, settings.connectionsPerInstance);
  if (database.pooler !== "none")
    return [
      passed(of, `${who} may open ${pluralize(now, "connection")} to the pooler; its max_client_conn must allow them.`),
    ];
  const open = database.maxConnections - database.reservedConnections - database.otherConnections;
  const free = Math.min(open, database.ownLimit ?? open);
  const room = `PostgreSQL has room for ${free} (max_connections ${database.maxConnections})`;
  const fix = "Raise max_connections, lower DATABASE_POOL_MAX or RUNTIME_PROCESSES, or put PgBouncer in between.";
  if (now > free) return [failed(of, `${who} may open ${pluralize(now, "connection")}; ${room}.`, fix)];
  // With an embedded database there is one instance, which stops before its successor starts.
  if (settings.hasExternalDatabase && now + once > free)
    return [
      warned(
        of,
        `${who} may open ${pluralize(now, "connection")}; ${room}. A rolling upgrade needs ${once} more for a moment.`,
        fix,
      ),
    ];
  return [passed(of, `${who} may open ${pluralize(now, "connection")}; ${room}.`)];
}
