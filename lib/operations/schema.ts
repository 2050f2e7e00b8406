import { z } from "zod";

/** The result of a check. A failure requires action; a warning should be looked at. */
export type CheckState = "ok" | "warning" | "failure";

/** One line of the report. `fix` says what to do, and is empty if the state is ok. */
export type Check = { id: string; title: string; state: CheckState; detail: string; fix: string };

const secretName = z.object({ id: z.string(), fingerprint: z.string() });

/** The facts that a process reports, without secrets. */
export const processFactsSchema = z.object({
  encryptionKeys: z.array(secretName),
  sessionSecret: z.string().nullable(),
  /** The maximum number of its database connections. */
  connections: z.number().int(),
  /** How far its clock is ahead of the database's, in ms. Below 0: behind. */
  clockAheadMs: z.number(),
  hasRedis: z.boolean(),
  trustedProxies: z.number().int(),
  /**
   * Page requests by the number of addresses in X-Forwarded-For: none, one, two … The last entry counts that many or
   * more.
   */
  forwardedAddresses: z.array(z.number().int()),
  diskFreeBytes: z.number().nullable(),
});
export type ProcessFacts = z.infer<typeof processFactsSchema>;

/** The kinds of process of an instance. */
export const processRoles = ["runtime", "studio", "worker"] as const;
export type ProcessRole = (typeof processRoles)[number];

/** A process that reported within the last minute. */
export type ServerProcess = {
  id: string;
  host: string;
  role: ProcessRole;
  pid: number;
  version: string;
  nodeVersion: string;
  startedAt: Date;
  seenAt: Date;
  facts: ProcessFacts;
};

/** The state that PostgreSQL reports. */
export type DatabaseFacts = {
  versionNumber: number;
  version: string;
  answerMs: number;
  isReadOnly: boolean;
  isStandby: boolean;
  /** The detected pooler: one that gives each client a session, or one that shares sessions. */
  pooler: "none" | "session" | "transaction";
  maxConnections: number;
  /** Connections reserved for superusers and other privileged roles. */
  reservedConnections: number;
  /** Limits of this user and this database. Null without a limit. */
  ownLimit: number | null;
  /** The current connections of others. */
  otherConnections: number;
  clockAheadMs: number;
  /** Names of applied migrations, in order. */
  migrations: string[];
  /** Batches of events that a job could not count or copy. */
  setAside: { batches: number; events: number };
};

/** The state that Redis reports. Null: not reported (managed services hide some values). */
export type RedisFacts = {
  kind: "tcp" | "upstash";
  version: string | null;
  maxMemoryBytes: number | null;
  policy: string | null;
  isReplica: boolean;
  answerMs: number;
};

/** The state of ClickHouse, and its missing migrations. */
export type ClickHouseFacts = { version: string; answerMs: number; missing: string[] };

/** A service that could not be queried, and why. */
export type Away = { error: string };

/** The input of all checks. */
export type InstanceFacts = {
  settings: {
    hasExternalDatabase: boolean;
    isPooled: boolean;
    url: string | null;
    hasEncryptionKeys: boolean;
    hasCron: boolean;
    /** Serverless: no process is long-lived. */
    isServerless: boolean;
    /** The maximum number of connections of one instance with the current settings. */
    connectionsPerInstance: number;
  };
  /** The facts of the current process. */
  own: { version: string; nodeVersion: string; encryptionKeys: ProcessFacts["encryptionKeys"] };
  database: DatabaseFacts | Away;
  redis: RedisFacts | Away | null;
  clickHouse: ClickHouseFacts | Away | null;
  disk: { folder: string; freeBytes: number; holdsDatabase: boolean } | null;
  processes: readonly ServerProcess[];
  /** The migrations of this version. Null if they are not available. */
  knownMigrations: readonly string[] | null;
};

/** A report, with the time of the database, or of this process if the database is not available. */
export type Report = { at: Date; checks: Check[]; processes: readonly ServerProcess[] };

export const isAway = (found: object): found is Away => "error" in found;
