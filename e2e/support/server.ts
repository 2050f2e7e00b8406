/** The built product as users run it: `npm start` in a separate process, on a free port with an empty folder. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "@/scripts/embedded-postgres";

export type Credentials = {
  url: string;
  workspace: string;
  email: string;
  password: string;
  apiKeys: { runtime: Record<"development" | "staging" | "production", string>; manage: string };
};

export type RunningServer = {
  url: string;
  dataDir: string;
  pid: number;
  credentials: Credentials;
  /** The output so far. */
  output: () => string;
  /** Stops it with SIGTERM. Deletes the data folder unless it was given. */
  stop: () => Promise<void>;
};

type Options = {
  port?: number;
  dataDir?: string;
  env?: Record<string, string>;
  /** The credentials, if another instance seeded the shared database. */
  credentials?: Credentials;
  timeoutMs?: number;
};

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** Only the required variables, so that the settings of the person who runs the tests have no effect. */
function bareEnv(): Record<string, string> {
  const names = ["PATH", "HOME", "LANG", "TMPDIR", "USER", "npm_config_cache"];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Stops the database of a server that could not do this itself. */
function endDatabase(dataDir: string): void {
  const pidFile = join(dataDir, "postgres/postmaster.pid");
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
  if (pid > 1 && isAlive(pid)) process.kill(pid, "SIGINT");
}

/** Starts the server and waits until /readyz succeeds. Throws with its output if it exits or takes too long. */
export async function startServer(options: Options = {}): Promise<RunningServer> {
  const port = options.port ?? (await freePort());
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "understudy-server-"));
  const url = `http://localhost:${port}`;
  const child = spawn(process.execPath, ["start.mjs"], {
    cwd: root,
    env: {
      ...bareEnv(),
      NODE_ENV: "production",
      PORT: String(port),
      UNDERSTUDY_DATA_DIR: dataDir,
      LOG_LEVEL: "warn",
      OUTGOING_ALLOWED_HOSTS: "127.0.0.1", // journeys run their own provider there
      ...options.env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      lines.push(chunk.toString());
      if (lines.length > 2_000) lines.splice(0, 1_000);
    });
  }
  const output = () => lines.join("");
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;

  const killAtExit = () => {
    child.kill("SIGKILL");
    endDatabase(dataDir);
  };
  process.once("exit", killAtExit);
  const stop = async () => {
    if (!hasEnded()) child.kill("SIGTERM");
    await Promise.race([ended, sleep(20_000, undefined, { ref: false })]);
    if (!hasEnded()) child.kill("SIGKILL");
    await ended;
    process.off("exit", killAtExit);
    endDatabase(dataDir);
    if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true });
  };

  const deadline = Date.now() + (options.timeoutMs ?? 300_000);
  while (!hasEnded() && Date.now() < deadline) {
    const isReady = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) {
      const file = join(dataDir, "credentials.json");
      const credentials = options.credentials ?? (JSON.parse(readFileSync(file, "utf8")) as Credentials);
      return { url, dataDir, pid: child.pid ?? 0, credentials, output, stop };
    }
    await sleep(200);
  }
  const why = hasEnded() ? "The server ended before it was ready." : "The server was not ready in time.";
  await stop();
  throw new Error(`${why}\n${output()}`);
}
