/** What faults are played on: PostgreSQL, Redis and two instances of the built product that share them. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { type Redis, startRedis } from "@/e2e/support/redis";
import { type Credentials, type RunningServer, startServer } from "@/e2e/support/server";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../embedded-postgres";

const role = "understudy_app";
const databaseName = "understudy";

/** Where prompts are saved and released, and with which keys. */
export type Management = { url: string; manageKey: string; runtimeKey: string; stop: () => Promise<void> };

export type Stage = {
  instances: { name: string; url: string }[];
  management: Management;
  postgres: EmbeddedPostgres;
  /** The Redis that runs now. */
  redis: () => Redis;
  restartRedis: () => Promise<void>;
  /** SQL as the database's owner, on a connection of its own. */
  admin: (text: string, values?: unknown[]) => Promise<pg.QueryResult>;
  /** Ends the product's connections, as a failover does. */
  closeSessions: () => Promise<void>;
  setConnectionLimit: (limit: number) => Promise<void>;
  setReadOnly: (isReadOnly: boolean) => Promise<void>;
  /** Processes of the first instance. */
  processes: (part: "runtime" | "studio" | "worker") => number[];
  stop: () => Promise<void>;
};

/** Child processes of `pid` with their command lines. */
export function childrenOf(pid: number): { pid: number; command: string }[] {
  const rows = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
  return rows.flatMap((row) => {
    const [, child, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row) ?? [];
    return Number(parent) === pid ? [{ pid: Number(child), command }] : [];
  });
}

async function prepareDatabase(postgres: EmbeddedPostgres) {
  const admin = async (text: string, values: unknown[] = []) => {
    const client = new pg.Client({ connectionString: postgres.url, connectionTimeoutMillis: 2_000 });
    client.on("error", () => {});
    await client.connect();
    return client.query(text, values).finally(() => client.end().catch(() => {}));
  };
  // Not a superuser: connection limits do not hold for those.
  await admin(`create role ${role} login password 'chaos'`);
  await admin(`alter database ${databaseName} owner to ${role}`);
  await admin(`alter schema public owner to ${role}`);
  const url = new URL(postgres.url);
  url.username = role;
  url.password = "chaos";
  return { admin, url: url.href };
}

type Options = {
  log: (line: string) => void;
  /** Without it the first instance has all parts. With it both are runtimes, which need no build of the pages. */
  manage?: (settings: { DATABASE_URL: string; REDIS_URL: string }) => Promise<Management>;
};

const ofInstance = ({ url, credentials: { apiKeys } }: RunningServer): Management => ({
  url,
  manageKey: apiKeys.manage,
  runtimeKey: apiKeys.runtime.production,
  stop: async () => {},
});

/** Starts all of it; what was started is stopped again when something fails. */
export async function startStage({ log, manage }: Options): Promise<Stage> {
  const dataDir = mkdtempSync(join(tmpdir(), "understudy-chaos-"));
  const stops: (() => Promise<void>)[] = [async () => rmSync(dataDir, { recursive: true, force: true })];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end().catch((error: unknown) => log(String(error)));
  };
  try {
    const postgres = await startEmbeddedPostgres({ dataDir: join(dataDir, "database"), isKeptAlive: true });
    stops.push(postgres.stop);
    const { admin, url } = await prepareDatabase(postgres);
    let redis = await startRedis();
    stops.push(() => redis.stop());
    const env = {
      DATABASE_URL: url,
      REDIS_URL: redis.url,
      NEXTAUTH_SECRET: "chaos".repeat(10),
      ENCRYPTION_KEYS: `chaos:${Buffer.alloc(32, 7).toString("base64")}`,
      SHUTDOWN_GRACE_SECONDS: "1",
      LOG_LEVEL: "warn",
      UNDERSTUDY_SEED: "empty",
    };
    const runtimeAlone = { ...env, UNDERSTUDY_ROLE: "runtime" };
    const credentials = {} as Credentials; // nobody signs in
    log(`starting the first instance (${manage ? "two runtime processes" : "all parts"})`);
    const first = manage
      ? await startServer({ env: { ...runtimeAlone, RUNTIME_PROCESSES: "2" }, credentials })
      : await startServer({ env: { ...env, RUNTIME_PROCESSES: "2" } });
    stops.push(first.stop);
    const management = manage ? await manage(env) : ofInstance(first);
    stops.push(management.stop);
    log("starting the second instance (one runtime process)");
    const second = await startServer({ env: { ...runtimeAlone, RUNTIME_PROCESSES: "1" }, credentials });
    stops.push(second.stop);
    return {
      instances: [
        { name: "first", url: first.url },
        { name: "second", url: second.url },
      ],
      management,
      postgres,
      redis: () => redis,
      async restartRedis() {
        const { port } = redis;
        await redis.stop();
        redis = await startRedis({ port });
      },
      admin,
      closeSessions: async () =>
        void (await admin("select pg_terminate_backend(pid) from pg_stat_activity where usename = $1", [role])),
      setConnectionLimit: async (limit) => void (await admin(`alter role ${role} connection limit ${limit}`)),
      setReadOnly: async (isReadOnly) =>
        void (await admin(
          isReadOnly
            ? `alter role ${role} set default_transaction_read_only = on`
            : `alter role ${role} reset default_transaction_read_only`,
        )),
      processes: (part) =>
        childrenOf(first.pid)
          .filter(({ command }) => command.includes(`/${part}.js`))
          .map(({ pid }) => pid),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
