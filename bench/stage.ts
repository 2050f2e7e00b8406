/** The services of a benchmark: started here in temporary folders, and removed when `strike` returns. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { transform } from "esbuild";
import { type Redis, startRedis } from "@/e2e/support/redis";
import { type Credentials, type RunningServer, startServer } from "@/e2e/support/server";
import { startEngine } from "@/scripts/clickhouse-engine";
import { freePort, startEmbeddedPostgres } from "@/scripts/embedded-postgres";
import { findBuild } from "@/scripts/prepare";
import type { LoadOptions, LoadResult } from "./load";

const root = join(import.meta.dirname, "..");
const stops: (() => Promise<void> | void)[] = [];

let struck: Promise<void> = Promise.resolve();

/** Stops everything in reverse order. Concurrent calls wait for the same promise. */
export function strike(): Promise<void> {
  struck = struck.then(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  });
  return struck;
}

function startNode(args: string[], env: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
  stops.push(kill);
  return child;
}

export async function database(): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), "understudy-bench-"));
  const postgres = await startEmbeddedPostgres({ dataDir });
  const endAtExit = () => process.kill(postgres.pid, "SIGINT");
  process.once("exit", endAtExit);
  stops.push(async () => {
    process.off("exit", endAtExit);
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return postgres.url;
}

/** ClickHouse, installed from npm (some 550 MB) on first use. */
export async function clickHouseEngine(): Promise<{ url: string; pid: number }> {
  const dataDir = mkdtempSync(join(tmpdir(), "understudy-bench-clickhouse-"));
  const { url, child } = await startEngine(dataDir);
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);
  stops.push(async () => {
    process.off("exit", kill);
    if (child.exitCode === null) {
      kill();
      await once(child, "exit");
    }
    rmSync(dataDir, { recursive: true, force: true });
  });
  return { url, pid: child.pid ?? 0 };
}

export async function redis(): Promise<Redis> {
  const server = await startRedis();
  stops.push(server.stop);
  return server;
}

/** Starts an instance of the product. Later instances use the credentials of the first. */
export async function product(env: Record<string, string>, credentials?: Credentials): Promise<RunningServer> {
  const server = await startServer({ env: { UNDERSTUDY_SEED: "empty", ...env }, ...(credentials && { credentials }) });
  stops.push(server.stop);
  return server;
}

/** Starts an instance with the demo workspace. */
export async function demo(): Promise<RunningServer> {
  const server = await startServer();
  stops.push(server.stop);
  return server;
}

/** Starts the same build behind Next alone, as on a serverless host. */
export async function nextAlone(databaseUrl: string): Promise<{ url: string; pid: number }> {
  const port = await freePort();
  const env = {
    NODE_ENV: "production",
    DATABASE_URL: databaseUrl,
    NEXTAUTH_SECRET: "a".repeat(40),
    LOG_LEVEL: "warn",
    UNDERSTUDY_PAGES: findBuild() ?? "",
  };
  const child = startNode([join(root, "node_modules/next/dist/bin/next"), "start", "-p", String(port)], env);
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 300; tries++) {
    if (
      await fetch(`${url}/healthz`).then(
        (response) => response.ok,
        () => false,
      )
    )
      return { url, pid: child.pid ?? 0 };
    await sleep(100);
  }
  throw new Error("next start does not answer.");
}

/** Starts only runtime processes on a database: no Next, no jobs. `pids` are those of the runtime processes. */
export async function runtimeAlone(
  databaseUrl: string,
  processes: number,
  more: Record<string, string> = {},
): Promise<{ url: string; pids: number[] }> {
  const env = { DATABASE_URL: databaseUrl, UNDERSTUDY_ROLE: "runtime", RUNTIME_PROCESSES: String(processes), ...more };
  const server = await product(env, {} as Credentials);
  return { url: server.url.replace("localhost", "127.0.0.1"), pids: runtimePids(server.pid) };
}

/** The runtime processes of a server. */
function runtimePids(serverPid: number): number[] {
  const rows = execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(serverPid)], { encoding: "utf8" }).split("\n");
  return rows.filter((row) => row.includes("runtime.js")).map((row) => Number(row.trim().split(" ")[0]));
}

/** Starts `node:http` in a separate process, with the response of the product. */
export async function bareServer(answer: { headers: string[]; body: string }): Promise<{ url: string; pid: number }> {
  const source = readFileSync(join(root, "bench/bare-server.ts"), "utf8");
  const { code } = await transform(source, { loader: "ts", format: "esm" }); // the reference server runs without tsx
  const child = startNode(["--input-type=module", "--eval", code, JSON.stringify(answer)]);
  const port = await new Promise<number>((done, fail) => {
    child.stdout?.once("data", (chunk) => done(Number(String(chunk))));
    child.once("exit", () => fail(new Error("The bare server ended.")));
  });
  return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0 };
}

const automatic = /^(connection|date|keep-alive|transfer-encoding)$/;

/** Returns resolve's response from memory, for a bare server to repeat. */
export async function sameBytes(
  url: string,
  headers: Record<string, string>,
  body?: string,
): Promise<{ headers: string[]; body: string }> {
  const json = body === undefined ? {} : { method: "POST", body };
  const ask = () =>
    fetch(url, { headers: { ...headers, ...(body && { "content-type": "application/json" }) }, ...json });
  // Each runtime process has its own memory, and connections are distributed over them.
  for (let count = 0; count < 20; count++) await (await ask()).text();
  const response = await ask();
  if (response.headers.get("x-prompt-source") !== "memory")
    throw new Error("The second resolve did not come from memory.");
  const own = [...response.headers].filter(([name]) => !automatic.test(name));
  return { headers: own.flat(), body: await response.text() };
}

/** Runs a load in a separate process and returns its result. */
export async function runLoad<T>(file: string, options: object): Promise<T> {
  const child = startNode(["--import", "tsx", file, JSON.stringify(options)]);
  let text = "";
  child.stdout?.on("data", (chunk) => {
    text += chunk;
  });
  const code = await new Promise((done) => child.once("close", done));
  if (code !== 0) throw new Error("The load ended with an error.");
  return JSON.parse(text) as T;
}

/** Repeats the same request. Every response must be a success. */
export async function measure(options: LoadOptions): Promise<LoadResult> {
  const result = await runLoad<LoadResult>("bench/load.ts", options);
  if (result.failures > 0)
    throw new Error(`${result.failures} of ${result.requests} requests to ${options.url} failed.`);
  return result;
}

/** The processor time of a process in seconds. Null if the system does not provide it. */
export function cpuSeconds(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return null;
  }
}
