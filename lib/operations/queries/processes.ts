import type pg from "pg";
import { type ProcessRole, processFactsSchema, processRoles, type ServerProcess } from "../schema";

/** A process is missing after four missed reports. */
const silentSeconds = 60;

export const processesText = `
  select id, host, role, pid, version, node_version, started_at, seen_at, facts from server_processes
  where seen_at > now() - interval '${silentSeconds} seconds' order by host, role, started_at, id limit 1000`;

export type ProcessRow = pg.QueryResultRow & {
  id: string;
  host: string;
  role: string;
  pid: number;
  version: string;
  node_version: string;
  started_at: Date;
  seen_at: Date;
  facts: unknown;
};

/** Parses the rows. A row in the format of another version is left out. */
export function toProcesses(rows: readonly ProcessRow[]): ServerProcess[] {
  return rows.flatMap(({ id, host, role, pid, version, node_version, started_at, seen_at, facts }) => {
    const parsed = processFactsSchema.safeParse(facts);
    if (!parsed.success || !processRoles.some((each) => each === role)) return [];
    const times = { startedAt: started_at, seenAt: seen_at };
    return [
      { id, host, role: role as ProcessRole, pid, version, nodeVersion: node_version, ...times, facts: parsed.data },
    ];
  });
}
