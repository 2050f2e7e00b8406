import pg from "pg";
import type { UserActor } from "@/lib/auth/actor";
import { authorize } from "@/lib/auth/authorize";
import { runtimeQuery } from "@/lib/core/db";
import { type Env, env } from "@/lib/core/env";
import { connectionsOfInstance } from "@/lib/core/pool-sizes";
import { singleton } from "@/lib/core/singleton";
import { version } from "@/lib/core/version";
import { encryptionKeyNames, isReporting } from "../commands/report-process";
import { diagnose } from "../diagnose";
import { type InstanceFacts, isAway, type Report, type ServerProcess } from "../schema";
import { readClickHouse } from "./clickhouse";
import { readDatabase } from "./database";
import { readDisk } from "./disk";
import { type ProcessRow, processesText, toProcesses } from "./processes";
import { readRedis } from "./redis";

/** The report is cached for this many ms, because a check opens connections. */
const freshMs = 2_000;

/** The number of runtime processes of an instance: one per processor, at least two. */
const runtimesOfInstance = (env: Env, processors: number) => env.RUNTIME_PROCESSES ?? Math.max(2, processors);

type ReportInput = {
  env: Env;
  databaseUrl: string;
  encryptionKeys: InstanceFacts["own"]["encryptionKeys"];
  knownMigrations: readonly string[] | null;
  isServerless: boolean;
  processors: number;
  listProcesses: () => Promise<ServerProcess[]>;
};

/** Gathers the facts and makes the report. Never throws: a failed query is a finding. */
export async function makeReport(input: ReportInput): Promise<Report> {
  const { env, databaseUrl, encryptionKeys, knownMigrations, isServerless, processors } = input;
  const [database, redis, clickHouse, disk] = await Promise.all([
    readDatabase(databaseUrl),
    readRedis(env),
    readClickHouse(env),
    readDisk(env.UNDERSTUDY_DATA_DIR),
  ]);
  const processes = isAway(database) ? [] : await input.listProcesses().catch(() => []);
  const checks = diagnose({
    settings: {
      hasExternalDatabase: !disk?.holdsDatabase,
      isPooled: env.DATABASE_POOLER === "transaction",
      url: env.UNDERSTUDY_URL ?? null,
      hasEncryptionKeys: env.ENCRYPTION_KEYS !== undefined,
      hasCron: env.CRON_SECRET !== undefined,
      isServerless,
      connectionsPerInstance: connectionsOfInstance(runtimesOfInstance(env, processors), env.DATABASE_POOL_MAX),
    },
    own: { version, nodeVersion: process.versions.node, encryptionKeys },
    database,
    redis,
    clickHouse,
    disk,
    processes,
    knownMigrations,
  });
  return { at: new Date(), checks, processes };
}

/** Lists the processes that report to the database at this address, over a separate connection. */
export async function listProcessesAt(connectionString: string): Promise<ServerProcess[]> {
  const client = new pg.Client({ connectionString, application_name: "understudy doctor", query_timeout: 3_000 });
  client.on("error", () => {});
  await client.connect();
  try {
    return toProcesses((await client.query<ProcessRow>(processesText)).rows);
  } finally {
    await client.end();
  }
}

const listProcesses = async () => toProcesses(await runtimeQuery<ProcessRow>("processes", processesText, []));

type Cached = { at: number; report: Promise<Report> | null };
const cached = () => singleton<Cached>("system-report", () => ({ at: 0, report: null }));

/** Returns the report of this installation, for admins and owners. Throws 403 `forbidden`. */
export function getSystemReport(actor: UserActor): Promise<Report> {
  authorize(actor, "system:read");
  const last = cached();
  if (!last.report || performance.now() - last.at > freshMs) {
    last.at = performance.now();
    last.report = makeReport({
      env: env(),
      databaseUrl: env().DATABASE_URL ?? "",
      encryptionKeys: encryptionKeyNames(env().ENCRYPTION_KEYS),
      knownMigrations: null, // applied before this process started
      isServerless: !isReporting(),
      processors: 1,
      listProcesses,
    });
  }
  return last.report;
}
