/** Child processes of a test run: output is kept, time is limited, and none of them outlives the run. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

export const root = join(import.meta.dirname, "../..");

type Result = { code: number | null; output: string; timedOut: boolean };
type Options = { env?: Record<string, string>; timeoutMs: number; cwd?: string };

const running = new Set<ChildProcess>();

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid) process.kill(-child.pid, signal);
  } catch {
    // the group has ended
  }
}

/** Stops a process and everything it started, by force after a timeout. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGINT"); // vitest and Playwright clean up on SIGINT
    const force = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(force);
  }
  signalGroup(child, "SIGKILL");
}

/** Runs a script of node_modules in its own process group. */
export const runNode = (args: string[], options: Options): Promise<Result> =>
  runProgram(process.execPath, args, options);

/** Runs a program in its own process group. Code null: the program does not exist. */
export async function runProgram(
  file: string,
  args: string[],
  { env = {}, timeoutMs, cwd = root }: Options,
): Promise<Result> {
  const child = spawn(file, args, {
    cwd,
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" }), ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // own group: Ctrl-C reaches it once, through us
  });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    void end(child);
  }, timeoutMs);
  const code = await new Promise<number | null>((done) => {
    child.once("error", () => done(null)).once("close", done);
  });
  clearTimeout(timer);
  running.delete(child);
  signalGroup(child, "SIGKILL");
  return { code, output, timedOut };
}

/** Stops every running process. */
export async function endAll(): Promise<void> {
  await Promise.all([...running].map(end));
}

process.once("exit", () => {
  for (const child of running) signalGroup(child, "SIGKILL");
});
