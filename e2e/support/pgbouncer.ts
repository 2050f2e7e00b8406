/** A real PgBouncer in transaction mode for tests: an existing one, or one installed from Debian's packages. */
import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { freePort } from "@/scripts/embedded-postgres";
import { aptInstall, onPath } from "./packages";

export type PgBouncer = { url: string; stop: () => Promise<void> };

/** Returns the path of pgbouncer, or the sentence that says why there is none. */
export function findPgBouncer(log: (line: string) => void = () => {}): { path: string } | { missing: string } {
  const found = onPath("pgbouncer");
  if (found) return { path: found };
  const refused = aptInstall("pgbouncer", log);
  const installed = onPath("pgbouncer");
  if (installed) return { path: installed };
  return { missing: `pgbouncer is not on the PATH and ${refused ?? "its package brought none"}` };
}

/** Debian's default settings, with few server connections, so that clients constantly share them. */
function settingsOf(target: URL, port: number): string {
  const { hostname, port: targetPort, pathname, username, password } = target;
  const account = `user=${username} password=${decodeURIComponent(password)}`;
  return [
    "[databases]",
    `${pathname.slice(1)} = host=${hostname} port=${targetPort} dbname=${pathname.slice(1)} ${account}`,
    "[pgbouncer]",
    "listen_addr = 127.0.0.1",
    `listen_port = ${port}`,
    "unix_socket_dir =",
    "auth_type = any",
    "pool_mode = transaction",
    "default_pool_size = 4",
    "max_client_conn = 200",
    ...(userInfo().uid === 0 ? ["user = postgres"] : []), // it refuses to run as root
  ].join("\n");
}

/** Starts PgBouncer for a PostgreSQL URL. Throws if there is none: call `findPgBouncer` first to skip the test. */
export async function startPgBouncer(databaseUrl: string): Promise<PgBouncer> {
  const found = findPgBouncer();
  if ("missing" in found) throw new Error(found.missing);
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "understudy-pgbouncer-"));
  chmodSync(folder, 0o755);
  const file = join(folder, "pgbouncer.ini");
  const url = new URL(databaseUrl);
  writeFileSync(file, settingsOf(url, port), { mode: 0o644 });
  const server = spawn(found.path, [file], { stdio: ["ignore", "ignore", "pipe"] });
  let output = "";
  server.stderr.on("data", (chunk: Buffer) => {
    output = (output + chunk).slice(-2_000);
  });
  const ended = new Promise<void>((done) => server.once("exit", () => done()).once("error", () => done()));
  const killAtExit = () => void server.kill("SIGKILL");
  process.once("exit", killAtExit);
  const stop = async () => {
    process.off("exit", killAtExit);
    server.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  url.port = String(port);
  for (let tries = 0; tries < 100 && server.exitCode === null; tries++) {
    const client = new pg.Client({ connectionString: url.href, connectionTimeoutMillis: 1_000 });
    const isReady = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => {});
    if (isReady) return { url: url.href, stop };
    await sleep(50);
  }
  await stop();
  throw new Error(`pgbouncer does not answer on port ${port}.\n${output}`);
}
