/**
 * Understudy in one process: settings, database, migrations, build when needed, seed, then the API ahead of Next
 * on one port. `npm start` for production, `npm run dev` for development.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Env, parseEnv, provideEnv } from "@/lib/core/env";
import { noteServerUrl } from "@/lib/core/server-url";
import { startEmbeddedPostgres } from "./scripts/embedded-postgres";
import { lockDataDir } from "./scripts/instance-lock";
import { build, copyMonaco, isBuilt } from "./scripts/prepare";
import { applyMigrations, generateClient } from "./scripts/prisma";
import { readOrCreateSecret } from "./scripts/secret";

const isDev = process.argv.includes("--dev");
const startedAt = performance.now();
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

async function step<T>(name: string, work: () => Promise<T>, tell: (result: T) => string): Promise<T> {
  const began = performance.now();
  const result = await work();
  console.log(`  ${name.padEnd(11)} ${tell(result)} (${seconds(began)})`);
  return result;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const sayStarting: Handler = (request, response) => {
  const isAlive = request.url === "/healthz";
  response.writeHead(isAlive ? 200 : 503, { "content-type": "text/plain; charset=utf-8", "retry-after": "2" });
  response.end(isAlive ? "ok" : "Understudy is starting. Try again in a moment.");
};

let handler: Handler = sayStarting;
let isDraining = false;

async function listen({ PORT, HOST }: Env): Promise<Server> {
  const server = createServer((request, response) => {
    if (isDraining) response.setHeader("connection", "close");
    handler(request, response);
  });
  server.keepAliveTimeout = 65_000; // longer than the idle time of common load balancers
  await new Promise<void>((done, fail) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE")
        fail(new Error(`Port ${PORT} is in use. Stop what runs there, or set PORT to another.`));
      else fail(error);
    });
    server.listen({ port: PORT, ...(HOST && { host: HOST }) }, done);
  });
  return server;
}

async function startDatabase(env: Env, dataDir: string): Promise<void> {
  if (env.DATABASE_URL) return;
  const log = (line: string) => console.log(`              ${line}`);
  const starting = startEmbeddedPostgres({ dataDir, log, isKeptAlive: true });
  // Noted before it has started: whoever stops us meanwhile leaves no server behind.
  atStop.push({ name: "the database", run: async () => (await starting.catch(() => null))?.stop() });
  const database = await starting;
  provideEnv({ DATABASE_URL: database.url });
}

async function prepareBuild(): Promise<string> {
  copyMonaco();
  if (isDev || isBuilt()) return isDev ? "made page by page as you open them" : "up to date";
  const interruption = new AbortController();
  atStop.push({ name: "the build", run: () => interruption.abort() });
  await build(interruption.signal);
  return "production build made";
}

/** What ends with the process, in this order. */
const atStop: { name: string; run: () => Promise<unknown> | unknown }[] = [];
let stopping: Promise<void> | undefined;
/** How long requests are still taken after SIGTERM; 0 until there is something to serve. */
let graceMs = 0;

async function stop(reason: string): Promise<void> {
  console.log(`\n${reason}: finishing what runs, then stopping.`);
  isDraining = true;
  // Load balancers and clients that keep connections open leave by themselves, told by /readyz and each answer.
  if (reason === "SIGTERM") await sleep(graceMs);
  for (const { name, run } of atStop.toReversed()) {
    try {
      await run();
    } catch (error) {
      console.error(`  ${name} did not stop cleanly:`, error instanceof Error ? error.message : error);
      process.exitCode = 1;
    }
  }
  console.log("Stopped.");
}

function stopOnce(reason: string): Promise<void> {
  stopping ??= stop(reason).then(() => process.exit());
  return stopping;
}

function drain(server: Server): Promise<void> {
  return new Promise((done) => {
    const force = setTimeout(() => server.closeAllConnections(), 30_000 - graceMs);
    const tidy = setInterval(() => server.closeIdleConnections(), 100);
    server.close(() => {
      clearTimeout(force);
      clearInterval(tidy);
      done();
    });
    server.closeIdleConnections();
  });
}

async function main(): Promise<void> {
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stopOnce(signal));
  process.on("uncaughtException", (error) => {
    console.error("Something unforeseen happened:", error);
    process.exitCode = 1;
    void stopOnce("Unforeseen error");
  });
  const settings = parseEnv({ ...process.env, NODE_ENV: isDev ? "development" : "production" });
  const dataDir = resolve(settings.UNDERSTUDY_DATA_DIR);
  console.log(`Understudy is starting${isDev ? " for development" : ""}.`);
  const unlock = lockDataDir(dataDir);
  atStop.push({ name: "the data folder's lock", run: unlock });
  if (settings.DATABASE_URL && !settings.ENCRYPTION_KEYS)
    console.log(
      `  secrets     ENCRYPTION_KEYS is not set: provider keys are encrypted with ${join(dataDir, "encryption-key")}. Instances that share this database must share it: set the same ENCRYPTION_KEYS on each.`,
    );
  const server = await listen(settings);
  const url = settings.UNDERSTUDY_URL ?? `http://localhost:${portOf(server)}`;
  noteServerUrl(url);
  provideEnv({
    NODE_ENV: isDev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    NEXTAUTH_SECRET: readOrCreateSecret(join(dataDir, "session-secret")),
    ENCRYPTION_KEYS: `local:${readOrCreateSecret(join(dataDir, "encryption-key"))}`,
    ...(settings.UNDERSTUDY_URL ? { NEXTAUTH_URL: settings.UNDERSTUDY_URL } : { AUTH_TRUST_HOST: "1" }),
  });

  await step("client", generateClient, (isNew) => (isNew ? "database client written" : "up to date"));
  const built = step("build", prepareBuild, (what) => what);
  built.catch(() => {}); // awaited below; a failure of the database is told first
  const where = settings.DATABASE_URL
    ? "PostgreSQL at DATABASE_URL"
    : `PostgreSQL in ${join(settings.UNDERSTUDY_DATA_DIR, "postgres")}`;
  await step(
    "database",
    () => startDatabase(settings, dataDir),
    () => where,
  );
  const databaseUrl = process.env.DATABASE_URL ?? "";
  await step(
    "migrations",
    () => applyMigrations(settings.DATABASE_DIRECT_URL ?? databaseUrl),
    (names) => (names.length ? `${names.length} applied` : "none to apply"),
  );
  const { seed } = await import("./prisma/seed");
  const credentials = join(dataDir, "credentials.json");
  const seeded = await step(
    "seed",
    () => seed({ kind: settings.UNDERSTUDY_SEED, url, credentials }),
    (what) => what ?? "data is there",
  );
  await built;

  const { startBackground, stopBackground } = await import("@/lib/jobs/schedule");
  const { handleApi, isApiPath } = await import("@/lib/api/node");
  const { closeDatabase } = await import("@/lib/core/db");
  const { startEventThread } = await import("@/lib/api/event-intake/thread");
  const { answerHealth } = await import("@/lib/api/health");
  const { addConnectionAddress } = await import("@/lib/auth/client-address");
  const { default: next } = await import("next");
  const app = next({
    dev: isDev,
    dir: import.meta.dirname,
    port: portOf(server),
    hostname: "localhost",
    httpServer: server,
  });
  await step(
    "pages",
    () => app.prepare(),
    () => "ready",
  );
  const pages = app.getRequestHandler();
  await startBackground();
  atStop.push({ name: "the database connections", run: closeDatabase });
  atStop.push({ name: "background work", run: stopBackground });
  if (isDev) atStop.push({ name: "the development server", run: () => app.close() });
  else atStop.push({ name: "the thread of events", run: startEventThread().stop });
  atStop.push({ name: "open requests", run: () => drain(server) });
  handler = (request, response) => {
    const target = request.url ?? "/";
    if (isApiPath(target)) return void handleApi(request, response);
    const [path = "/"] = target.split("?");
    if (path === "/healthz" || path === "/readyz") return void answerHealth(path, response, isDraining);
    response.setHeader("x-content-type-options", "nosniff");
    if (!isReadable(path, request.headers.host)) return refuse(response);
    addConnectionAddress(request);
    pages(request, response).catch((error: unknown) => {
      console.error("A page could not be answered:", error);
      response.destroy();
    });
  };
  graceMs = settings.SHUTDOWN_GRACE_SECONDS * 1_000;
  console.log(`\nReady at ${url} after ${seconds(startedAt)}.`);
  if (seeded) console.log(`Sign-in and API keys: ${credentials}`);
}

/** Whether Next can read the address; what it cannot, it would answer with 500. */
function isReadable(path: string, host: string | undefined): boolean {
  try {
    decodeURIComponent(path);
    return URL.canParse(`http://${host}${path}`);
  } catch {
    return false;
  }
}

function refuse(response: ServerResponse): void {
  response.writeHead(400, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" });
  response.end("This address, or the Host header, cannot be read.");
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

main().catch(async (error: unknown) => {
  if (stopping) return stopping; // what was under way ended because we are stopping
  console.error(`\nUnderstudy could not start. ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
  await stopOnce("Not started");
});
