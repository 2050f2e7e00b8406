/** The system under test: PostgreSQL, Redis and two instances of the built product, with HAProxy if it is installed. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { childrenOf, isRunning } from "@/e2e/support/child-processes";
import { freshProcess } from "@/e2e/support/fresh-process";
import { type Redis, startRedis } from "@/e2e/support/redis";
import { type Credentials, type RunningServer, startServer } from "@/e2e/support/server";
import { startTcpProxy } from "@/e2e/support/tcp-proxy";
import { closeDatabase } from "@/lib/core/db";
import { createTestWorkspace } from "@/lib/testing/workspace";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../embedded-postgres";
import { startBalancer } from "./balancer";
import { promote, startStandby } from "./standby";

const role = "understudy_app";
const databaseName = "understudy";
/** The time in which the processes of a killed supervisor end: they finish what they have for 5 s, and then close. */
const othersEndMs = 15_000;

/** Where prompts are saved and released, and with which keys. */
export type Management = { url: string; manageKey: string; runtimeKey: string; stop: () => Promise<void> };

/** A place that gets resolve requests: an instance, or the balancer in front of them. */
export type ResolveTarget = { name: string; url: string };

export type Stage = {
  places: ResolveTarget[];
  /** Stops an instance with SIGTERM and starts it again on its port. */
  restartInstance: (name: string) => Promise<void>;
  /**
   * Kills the supervisor of an instance with SIGKILL. Returns the commands of its other processes that have not ended
   * by themselves in time.
   */
  killSupervisor: (name: string) => Promise<string[]>;
  /** Kills every process of an instance with SIGKILL. */
  killInstance: (name: string) => Promise<void>;
  hasBalancer: boolean;
  management: Management;
  /** The keys of another workspace, which attacks. */
  hostile: { manageKey: string; runtimeKey: string };
  /** The current primary. */
  postgres: () => EmbeddedPostgres;
  /** Starts a synchronous standby. Required once, before `failOver`. */
  addStandby: () => Promise<void>;
  /** Kills the primary. */
  endPrimary: () => Promise<void>;
  /** Promotes the standby and redirects the database address to it. */
  failOver: () => Promise<void>;
  /** The current Redis. */
  redis: () => Redis;
  restartRedis: () => Promise<void>;
  /** Runs SQL as the owner of the database, on a separate connection. */
  admin: (text: string, values?: unknown[]) => Promise<pg.QueryResult>;
  /** Terminates the product's connections, as a failover does. */
  closeSessions: () => Promise<void>;
  setConnectionLimit: (limit: number) => Promise<void>;
  setReadOnly: (isReadOnly: boolean) => Promise<void>;
  /** The processes of the first instance. */
  processes: (part: "runtime" | "studio" | "worker") => number[];
  stop: () => Promise<void>;
};

/** The database address for the product, which moves with a failover. The role is the application's own. */
async function prepareDatabase(first: EmbeddedPostgres, current: () => EmbeddedPostgres) {
  const admin = async (text: string, values: unknown[] = []) => {
    const client = new pg.Client({ connectionString: current().url, connectionTimeoutMillis: 2_000 });
    client.on("error", () => {});
    await client.connect();
    return client.query(text, values).finally(() => client.end().catch(() => {}));
  };
  // Not a superuser, because connection limits do not apply to superusers.
  await admin(`create role ${role} login password 'chaos'`);
  await admin(`alter database ${databaseName} owner to ${role}`);
  await admin(`alter schema public owner to ${role}`);
  const target = new URL(first.url);
  target.username = role;
  target.password = "chaos";
  return { admin, address: await startTcpProxy({ target: target.href }) };
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

/** Creates another workspace. `isOpen`: this process already has the database open, and keeps it open. */
async function hostileTenant(url: string, isOpen: boolean) {
  if (!isOpen) freshProcess({ DATABASE_URL: url });
  const { manageKey, runtimeKeys } = await createTestWorkspace();
  if (!isOpen) await closeDatabase();
  return { manageKey, runtimeKey: runtimeKeys.production };
}

/** Starts everything. If a part fails, stops the started ones. */
export async function startStage({ log, manage }: Options): Promise<Stage> {
  const dataDir = mkdtempSync(join(tmpdir(), "understudy-chaos-"));
  const stops: (() => Promise<void>)[] = [async () => rmSync(dataDir, { recursive: true, force: true })];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end().catch((error: unknown) => log(String(error)));
  };
  try {
    const primaryDir = join(dataDir, "database");
    let postgres = await startEmbeddedPostgres({ dataDir: primaryDir, isKeptAlive: true });
    let standby: EmbeddedPostgres | undefined;
    const killAtExit = () => {
      for (const one of [postgres, standby]) if (one && one.pid > 0) process.kill(one.pid, "SIGQUIT"); // at once
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    };
    process.once("exit", killAtExit);
    stops.push(async () => {
      await Promise.all([postgres.stop(), standby?.stop()]);
      process.off("exit", killAtExit);
    });
    const { admin, address } = await prepareDatabase(postgres, () => postgres);
    stops.push(address.stop);
    const { url } = address;
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
    const credentials = {} as Credentials; // no sign-in is needed
    const settings = {
      first: manage ? { ...runtimeAlone, RUNTIME_PROCESSES: "2" } : { ...env, RUNTIME_PROCESSES: "2" },
      second: { ...runtimeAlone, RUNTIME_PROCESSES: "1" },
    };
    const running = new Map<string, RunningServer>();
    const start = async (name: keyof typeof settings, more: { port?: number; credentials?: Credentials }) => {
      const server = await startServer({ ...more, dataDir: join(dataDir, name), env: settings[name] });
      running.set(name, server);
      return server;
    };
    stops.push(async () => void (await Promise.all([...running.values()].map((one) => one.stop()))));
    log(`starting the first instance (${manage ? "two runtime processes" : "all parts"})`);
    const first = await start("first", manage ? { credentials } : {});
    const management = manage ? await manage(env) : ofInstance(first);
    stops.push(management.stop);
    const hostile = await hostileTenant(url, manage !== undefined);
    log("starting the second instance (one runtime process)");
    const second = await start("second", { credentials });
    const instances = [
      { name: "first", url: first.url },
      { name: "second", url: second.url },
    ];
    const pidOf = (name: string) => {
      const pid = running.get(name)?.pid;
      if (!pid) throw new Error(`There is no instance ${name}.`);
      return pid;
    };
    const balancer = await startBalancer(instances.map((one) => one.url));
    if (balancer) stops.push(balancer.stop);
    else log("HAProxy is not installed: what needs it is left out");
    return {
      places: balancer ? [...instances, { name: "balancer", url: balancer.url }] : instances,
      hasBalancer: balancer !== null,
      async restartInstance(name) {
        const before = running.get(name);
        if (!before || !(name === "first" || name === "second")) throw new Error(`There is no instance ${name}.`);
        await before.stop();
        await start(name, { port: Number(new URL(before.url).port), credentials: before.credentials });
        await balancer?.untilUp(before.url); // as an operator does between restarts
      },
      async killSupervisor(name) {
        const pid = pidOf(name);
        const others = childrenOf(pid);
        process.kill(pid, "SIGKILL");
        for (let waitedMs = 0; waitedMs < othersEndMs && others.some(isRunning); waitedMs += 100) await sleep(100);
        return others.filter(isRunning).map(({ command }) => command);
      },
      async killInstance(name) {
        const pid = pidOf(name);
        const all = [pid, ...childrenOf(pid).map((child) => child.pid)]; // the supervisor first: it restarts the others
        for (const one of all) process.kill(one, "SIGKILL");
      },
      hostile,
      management,
      postgres: () => postgres,
      async addStandby() {
        standby ??= await startStandby({ primary: postgres, primaryDir, dataDir: join(dataDir, "standby") });
      },
      async endPrimary() {
        const { pid } = postgres;
        const stopped = postgres.stop(); // prevents a restart
        process.kill(pid, "SIGKILL");
        await stopped;
      },
      async failOver() {
        if (!standby) throw new Error("There is no standby to promote.");
        await promote(standby);
        address.switchTo(standby.url);
        postgres = standby;
      },
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
        childrenOf(running.get("first")?.pid ?? 0)
          .filter(({ command }) => command.includes(`/${part}.js`))
          .map(({ pid }) => pid),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
