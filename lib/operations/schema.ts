import { z } from "zod";

/** What a check found. A failure needs an act, a warning needs a look. */
export type CheckState = "ok" | "warning" | "failure";

/** One line of the report: `fix` says what to do, and is empty when all is well. */
export type Check = { id: string; title: string; state: CheckState; detail: string; fix: string };

const secretName = z.object({ id: z.string(), fingerprint: z.string() });

/** What a process reports of itself; never a secret. */
export const processFactsSchema = z.object({
  encryptionKeys: z.array(secretName),
  sessionSecret: z.string().nullable(),
  /** The most database connections it can open. */
  connections: z.number().int(),
  /** How far its clock is ahead of the database's, in milliseconds; below 0: behind. */
  clockAheadMs: z.number(),
  hasRedis: z.boolean(),
  trustedProxies: z.number().int(),
  /** Requests of pages by how many addresses X-Forwarded-For brought: none, one, two … the last: that many or more. */
  forwardedAddresses: z.array(z.number().int()),
  diskFreeBytes: z.number().nullable(),
});
export type ProcessFacts = z.infer<typeof processFactsSchema>;

/** The parts an instance consists of. */
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

/** What PostgreSQL says of itself. */
export type DatabaseFacts = {
  versionNumber: number;
  version: string;
  answerMs: number;
  isReadOnly: boolean;
  isStandby: boolean;
  /** What stands between, as two connections show: one that gives each client a session, or shares sessions. */
  pooler: "none" | "session" | "transaction";
  maxConnections: number;
  /** Of these, kept for superusers and others with special rights. */
  reservedConnections: number;
  /** Limits of this user and this database; null: none. */
  ownLimit: number | null;
  /** Connections of others at this moment. */
  otherConnections: number;
  clockAheadMs: number;
  /** Names of applied migrations, in their order. */
  migrations: string[];
};

/** What Redis reports of itself; null: not reported (managed services hide some). */
export type RedisFacts = {
  kind: "tcp" | "upstash";
  version: string | null;
  maxMemoryBytes: number | null;
  policy: string | null;
  isReplica: boolean;
  answerMs: number;
};

/** What ClickHouse says of itself, and the names of its migrations that were not applied. */
export type ClickHouseFacts = { version: string; answerMs: number; missing: string[] };

/** Something that could not be asked, and why. */
export type Away = { error: string };

/** Everything that the checks look at. */
export type Facts = {
  settings: {
    hasExternalDatabase: boolean;
    isPooled: boolean;
    url: string | null;
    hasEncryptionKeys: boolean;
    hasCron: boolean;
    /** No process lives long here: requests are all there is. */
    isServerless: boolean;
    /** The most connections of one instance with the settings at hand. */
    connectionsPerInstance: number;
  };
  /** What the process that asks is itself. */
  own: { version: string; nodeVersion: string; encryptionKeys: ProcessFacts["encryptionKeys"] };
  database: DatabaseFacts | Away;
  redis: RedisFacts | Away | null;
  clickHouse: ClickHouseFacts | Away | null;
  disk: { folder: string; freeBytes: number; holdsDatabase: boolean } | null;
  processes: readonly ServerProcess[];
  /** Migrations of this version; null where they are not at hand. */
  knownMigrations: readonly string[] | null;
};

/** A report, with the time of the database or of this process. */
export type Report = { at: Date; checks: Check[]; processes: readonly ServerProcess[] };

export const isAway = (found: object): found is Away => "error" in found;
