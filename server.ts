/**
 * The supervisor: settings, database, migrations, build and seed, then the processes that serve. It keeps them running,
 * relays what they publish to each other, and stops them in order. It answers no request itself.
 *
 * `npm start` for production, `npm run dev` for development; UNDERSTUDY_ROLE starts one part alone.
 */
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Env, parseEnv, provideEnv } from "@/lib/core/env";
import { readOrCreateSecret } from "@/lib/core/secret-file";
import { withSources } from "@/lib/core/source-positions";
import { startEmbeddedPostgres } from "./scripts/embedded-postgres";
import { lockDataDir } from "./scripts/instance-lock";
import { build, findBuild } from "./scripts/prepare";
import { root } from "./scripts/root";
import { keepVersion } from "./scripts/versions";
import { type Fleet, startFleet } from "./server/fleet";
import { runSetup } from "./server/run-setup";

const isDev = process.argv.includes("--dev");
const startedAt = performance.now();
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const note = (line: string) => console.log(`              ${line}`);
const say = (name: string, what: string, since: number) =>
  console.log(`  ${name.padEnd(11)} ${what} (${seconds(since)})`);

/** How often a database that is away at the start is tried again. */
const retryMs = 3_000;

/** What ends with the process, the last one first. */
const atStop: { name: string; run: () => Promise<unknown> | unknown }[] = [];
let fleet: Fleet | undefined;
let stopping: Promise<void> | undefined;
let graceMs = 0;
let shutdownMs = 30_000;

async function startDatabase(env: Env, dataDir: string): Promise<string> {
  const began = performance.now();
  if (env.DATABASE_URL) {
    say("database", "PostgreSQL at DATABASE_URL", began);
    return env.DATABASE_URL;
  }
  const starting = startEmbeddedPostgres({ dataDir, log: note, isKeptAlive: true });
  // Noted before it has started: whoever stops us meanwhile leaves no server behind.
  atStop.push({ name: "the database", run: async () => (await starting.catch(() => null))?.stop() });
  const { url } = await starting;
  say("database", `PostgreSQL in ${join(env.UNDERSTUDY_DATA_DIR, "postgres")}`, began);
  return url;
}

/** The pages that the studio serves, also when it is started again: newer ones have a folder of their own. */
function servePages(folder: string): void {
  keepVersion(join(root, folder));
  provideEnv({ UNDERSTUDY_PAGES: folder });
}

async function prepareBuild(): Promise<void> {
  const began = performance.now();
  if (isDev) return say("build", "pages are built as you open them", began);
  const found = findBuild();
  if (found) {
    servePages(found);
    return say("build", "up to date", began);
  }
  const interruption = new AbortController();
  atStop.push({ name: "the build", run: () => interruption.abort() });
  servePages(await build({ signal: interruption.signal }));
  say("build", "production build created", began);
}

async function stop(reason: string): Promise<void> {
  console.log(`\n${reason}: finishing running work, then stopping.`);
  const deadline = performance.now() + shutdownMs;
  fleet?.drain();
  // Load balancers and clients that keep connections open leave by themselves, told by /readyz and each answer.
  if (reason === "SIGTERM") await sleep(graceMs);
  await fleet?.stop(Math.max(1_000, deadline - performance.now() - 3_000));
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

/** Settings that are found or made while starting, for every process. */
function localSettings(env: Env, dataDir: string) {
  return {
    NODE_ENV: isDev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    UNDERSTUDY_DATA_DIR: dataDir,
    NEXTAUTH_SECRET: env.NEXTAUTH_SECRET ?? readOrCreateSecret(join(dataDir, "session-secret")),
    ENCRYPTION_KEYS: env.ENCRYPTION_KEYS ?? `local:${readOrCreateSecret(join(dataDir, "encryption-key"))}`,
    ...(env.UNDERSTUDY_URL ? { NEXTAUTH_URL: env.UNDERSTUDY_URL } : { AUTH_TRUST_HOST: "1" }),
  };
}

/** Migrations and seed. Without the database the runtime serves from its snapshot, and this is tried again. */
async function setUp(env: Env, dataDir: string, url: string): Promise<string | null> {
  const isSeeding = env.UNDERSTUDY_ROLE === "all" || env.UNDERSTUDY_ROLE === "studio";
  const credentials = join(dataDir, "credentials.json");
  for (let isFirst = true; ; isFirst = false) {
    const began = performance.now();
    const outcome = await runSetup({ url, credentials: isSeeding ? credentials : null });
    if (outcome.step === "done") {
      say("migrations", outcome.applied.length ? `${outcome.applied.length} applied` : "none to apply", began);
      if (isSeeding) say("seed", outcome.seeded ?? "data is there", began);
      return outcome.seeded && credentials;
    }
    if (!outcome.isDatabaseAway || !env.DATABASE_URL || stopping) throw new Error(outcome.message);
    if (isFirst) note("the database is not available; prompts are served from the last snapshot until it is back");
    await sleep(retryMs);
  }
}

async function main(): Promise<void> {
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stopOnce(signal));
  process.on("uncaughtException", (error) => {
    console.error("Unexpected error:", withSources(error));
    process.exitCode = 1;
    void stopOnce("Unexpected error");
  });
  const env = parseEnv({ ...process.env, NODE_ENV: isDev ? "development" : "production" });
  const { UNDERSTUDY_ROLE: role } = env;
  shutdownMs = env.SHUTDOWN_SECONDS * 1_000;
  if (role !== "all" && !env.DATABASE_URL)
    throw new Error(`UNDERSTUDY_ROLE=${role} shares a database with the other parts: set DATABASE_URL.`);
  const dataDir = resolve(env.UNDERSTUDY_DATA_DIR);
  console.log(`Understudy is starting${isDev ? " for development" : ""}${role === "all" ? "" : ` as ${role}`}.`);
  atStop.push({ name: "the data folder's lock", run: lockDataDir(dataDir) });
  if (env.DATABASE_URL && !env.ENCRYPTION_KEYS)
    console.log(
      `  secrets     ENCRYPTION_KEYS is not set: provider keys are encrypted with ${join(dataDir, "encryption-key")}. Instances that share this database must share it: set the same ENCRYPTION_KEYS on each.`,
    );
  provideEnv(localSettings(env, dataDir));
  if (!isDev) keepVersion(import.meta.dirname); // the bundle that this file belongs to

  fleet = startFleet({ env, isDev, log: note });
  const port = await fleet.listening();
  const url = env.UNDERSTUDY_URL ?? `http://localhost:${port}`;
  const built = fleet.hasStudio ? prepareBuild() : Promise.resolve();
  built.catch(() => {}); // awaited below; a failure of the database is told first
  const databaseUrl = await startDatabase(env, dataDir);
  provideEnv({ DATABASE_URL: databaseUrl });
  fleet.open({ settings: { DATABASE_URL: databaseUrl }, serverUrl: url });
  const credentials = await setUp(env, dataDir, url);
  await built;
  const began = performance.now();
  await fleet.startRest();
  say("processes", fleet.describe(), began);
  graceMs = env.SHUTDOWN_GRACE_SECONDS * 1_000; // not before there is something to serve
  console.log(`\nReady at ${url} after ${seconds(startedAt)}.`);
  if (credentials) console.log(`Sign-in and API keys: ${credentials}`);
}

main().catch(async (error: unknown) => {
  if (stopping) return stopping; // what was under way ended because we are stopping
  console.error(`\nUnderstudy could not start. ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
  await stopOnce("Not started");
});
